package org.topicboards.command.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Random;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Messages of every kind: any Unicode, any bytes, JSON and nearly JSON. */
public final class RandomMessages {

  private static final String[] CONTENT_TYPES = {
    "text/plain; charset=utf-8",
    "text/plain; charset=iso-8859-1",
    "application/json",
    "application/cloudevents+json; charset=UTF-8",
    "application/octet-stream",
    "application/xml",
    "nonsense",
  };

  private static final String[] JSON_PARTS = {
    "{", "}", "[", "]", ":", ",", "1", "-0.0", "1e400", "\"a\"", "\"\\ud800\"", "null", " ", "\n",
  };

  private static final String[] JSON_BODIES = {
    "{}", "[1,2]", " 1", "1 ", "\"\"", "{\"a\":{\"b\":[null,true,-1.5E+10]}}", "{\"a\":1,\"a\":2}",
  };

  private final Random random;

  public RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  public BoardName board() {
    return BoardName.of(random.nextBoolean() ? "news" : "_dead.a-" + random.nextInt(1_000));
  }

  public Message message() {
    Message.Builder message = Message.from(text(1)).id(text(1)).type(text(1));
    message.time(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    if (random.nextInt(4) > 0) {
      message.contentType(CONTENT_TYPES[random.nextInt(CONTENT_TYPES.length)]);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      message.extension(extensionName(), text(0));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      message.header(random.nextInt(8) == 0 ? "board" : "h" + text(0), text(0));
    }
    return message.body(body()).build();
  }

  private String extensionName() {
    return switch (random.nextInt(6)) {
      case 0 -> "board";
      case 1 -> "headers";
      case 2 -> "subject";
      default -> "x" + random.nextInt(100);
    };
  }

  private byte[] body() {
    return switch (random.nextInt(5)) {
      case 0 -> new byte[0];
      case 1 -> text(1).getBytes(UTF_8);
      case 2 -> JSON_BODIES[random.nextInt(JSON_BODIES.length)].getBytes(UTF_8);
      case 3 -> {
        StringBuilder nearlyJson = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
          nearlyJson.append(JSON_PARTS[random.nextInt(JSON_PARTS.length)]);
        }
        yield nearlyJson.toString().getBytes(UTF_8);
      }
      default -> {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private String text(int minLength) {
    StringBuilder text = new StringBuilder();
    for (int i = minLength + random.nextInt(8); i > 0; i--) {
      int codePoint =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> random.nextInt(0x110000);
            case 2 -> random.nextInt(0x3000);
            default -> ' ' + random.nextInt(95);
          };
      boolean isSurrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
      text.appendCodePoint(isSurrogate ? 0xFFFD : codePoint);
    }
    return text.toString();
  }
}
