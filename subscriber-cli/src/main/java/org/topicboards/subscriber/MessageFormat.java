package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Rfc3339;

/**
 * A text with placeholders, such as <code>{time} {source}: {body}</code>. What a message does not
 * have is shown as nothing, and the body as its bytes.
 */
final class MessageFormat implements MessagePrinter {

  private static final String HEADER = "header:";
  private static final String EXTENSION = "extension:";

  private final List<MessagePrinter> parts;

  private MessageFormat(List<MessagePrinter> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException if it has an unknown placeholder or escape, or a brace alone
   */
  static MessageFormat parse(String format) {
    List<MessagePrinter> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      boolean isDoubled = i + 1 < format.length() && format.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && isDoubled) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        int end = format.indexOf('}', i);
        if (end < 0) {
          throw fault(format, "a '{' has no '}'");
        }
        addLiteral(parts, literal);
        parts.add(placeholder(format, format.substring(i + 1, end)));
        i = end + 1;
      } else if (c == '}') {
        throw fault(format, "a '}' has no '{' (write }} for a brace)");
      } else if (c == '\\') {
        literal.append(escaped(format, i + 1));
        i += 2;
      } else {
        literal.append(c);
        i++;
      }
    }
    addLiteral(parts, literal);
    return new MessageFormat(parts);
  }

  @Override
  public void print(BoardName board, Message message, OutputStream out) throws IOException {
    for (MessagePrinter part : parts) {
      part.print(board, message, out);
    }
  }

  private static void addLiteral(List<MessagePrinter> parts, StringBuilder literal) {
    if (literal.length() > 0) {
      byte[] bytes = literal.toString().getBytes(UTF_8);
      parts.add((board, message, out) -> out.write(bytes));
      literal.setLength(0);
    }
  }

  private static MessagePrinter placeholder(String format, String name) {
    if (name.equals(HEADER) || name.equals(EXTENSION)) {
      throw fault(format, "{" + name + "} is without a name (write {" + name + "NAME})");
    }
    if (name.startsWith(HEADER)) {
      String header = name.substring(HEADER.length());
      return text((board, message) -> message.headers().getOrDefault(header, ""));
    }
    if (name.startsWith(EXTENSION)) {
      String extension = name.substring(EXTENSION.length());
      return text((board, message) -> message.extensions().getOrDefault(extension, ""));
    }
    return switch (name) {
      case "id" -> text((board, message) -> message.id());
      case "source" -> text((board, message) -> message.source());
      case "type" -> text((board, message) -> message.type());
      case "time" -> text((board, message) -> Rfc3339.format(message.time()));
      case "board" -> text((board, message) -> board.value());
      case "contenttype" -> text((board, message) -> contentType(message));
      case "body" -> (board, message, out) -> out.write(message.body());
      default ->
          throw fault(
              format,
              "there is no {"
                  + name
                  + "} (known: {id} {source} {type} {time} {board} {contenttype} {body}"
                  + " {header:NAME} {extension:NAME})");
    };
  }

  private static String contentType(Message message) {
    String contentType = message.contentType();
    return contentType == null ? "" : contentType;
  }

  private static char escaped(String format, int index) {
    char c = index < format.length() ? format.charAt(index) : 0;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\' -> '\\';
      default -> throw fault(format, "a '\\' must be followed by n, t or \\");
    };
  }

  private static MessagePrinter text(Text text) {
    return (board, message, out) -> out.write(text.of(board, message).getBytes(UTF_8));
  }

  private static IllegalArgumentException fault(String format, String rule) {
    return new IllegalArgumentException("the format '" + format + "' cannot be read: " + rule);
  }

  /** A part of a message that is text. */
  @FunctionalInterface
  private interface Text {
    String of(BoardName board, Message message);
  }
}
