package org.topicboards.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what a message has beside its body. */
final class MessageOptions {

  private static final List<String> NAMES = List.of("--as", "--header", "--type", "--content-type");

  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The publisher's name, the source of its messages (default: user@host).")
  private @Nullable String source;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A free header; may be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The kind of event (default: " + Message.DEFAULT_TYPE + ").")
  private String type = Message.DEFAULT_TYPE;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description =
          "The media type of the body (default: text/plain; charset=utf-8 if it is that, else"
              + " application/octet-stream).")
  private @Nullable String contentType;

  /** One of these options that the command line has, or null. The environment does not count. */
  @Nullable String given() {
    if (command != null) {
      for (String name : NAMES) {
        if (command.commandLine().getParseResult().hasMatchedOption(name)) {
          return name;
        }
      }
    }
    return null;
  }

  /**
   * The template that the options describe.
   *
   * @throws IllegalArgumentException if one of them cannot be part of a message
   */
  MessageTemplate template(Map<String, String> environment) {
    if (source != null && source.isEmpty()) {
      throw new IllegalArgumentException("--as must not be empty (it is the publisher's name)");
    }
    MessageTemplate template =
        new MessageTemplate(
            source != null ? source : userAtHost(environment), type, contentType, headerMap());
    template.message(new byte[0]); // checks them all
    return template;
  }

  /**
   * {@code board}, if people may post to it.
   *
   * @throws IllegalArgumentException if it is reserved
   */
  static BoardName postable(BoardName board) {
    if (board.isReserved()) {
      throw new IllegalArgumentException(
          "board '" + board + "' is reserved for the system (words must not start with '_')");
    }
    return board;
  }

  private Map<String, String> headerMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (String header : headers) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + header + "' is no header (write it as --header name=value)");
      }
      String name = header.substring(0, equals);
      if (map.put(name, header.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("header '" + name + "' is given twice");
      }
    }
    return map;
  }

  private static String userAtHost(Map<String, String> environment) {
    String user = System.getProperty("user.name");
    return (user.equals("?") ? "unknown" : user) + "@" + host(environment);
  }

  /** Without asking the name service, which may take seconds to say that it does not know. */
  private static String host(Map<String, String> environment) {
    String fromEnvironment = environment.get("HOSTNAME");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return fromEnvironment;
    }
    try {
      return Files.readString(LINUX_HOST_NAME).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
