package org.topicboards.subscriber;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how messages look. */
final class OutputOptions {

  private static final byte[] LINE_END = {'\n'};
  private static final byte[] NUL = {0};

  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Show each message as a line of CloudEvents JSON.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Show each message in this form, with {id} {source} {type} {time} {board} {contenttype}"
              + " {body} {header:NAME} {extension:NAME}; {{ and }} are braces, \\n \\t \\\\ as"
              + " usual.")
  private @Nullable String format;

  @Option(
      names = "--raw",
      fallbackValue = "true",
      description = "Show the bodies as they are, with nothing between them.")
  private boolean raw;

  @Option(
      names = {"-0", "--null"},
      fallbackValue = "true",
      description = "End each message with a NUL character, not with a line end.")
  private boolean endWithNul;

  /**
   * The printer that the options describe.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  MessagePrinter printer() {
    if ((json ? 1 : 0) + (raw ? 1 : 0) + (format != null ? 1 : 0) > 1) {
      throw new IllegalArgumentException("--json, --format and --raw exclude each other: use one");
    }
    if (endWithNul && (json || raw)) {
      throw new IllegalArgumentException("--null goes with --format or the plain body only");
    }
    if (json) {
      return new JsonPrinter();
    }
    if (raw) {
      return (board, message, out) -> out.write(message.body());
    }
    byte[] end = endWithNul ? NUL : LINE_END;
    if (format != null) {
      MessageFormat messageFormat = MessageFormat.parse(format);
      return (board, message, out) -> {
        messageFormat.print(board, message, out);
        out.write(end);
      };
    }
    return (board, message, out) -> {
      out.write(message.body());
      out.write(end);
    };
  }
}
