package org.topicboards.system.roundtrip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.topicboards.command.json.RandomMessages;
import org.topicboards.message.Message;

/** Messages in which every part can be damaged on the way. */
final class Letters {

  private static final int RANDOM_MESSAGES = 60;
  private static final int LARGE_BODY_BYTES = 300_000;

  /** Where a transport's own times are coarser, or its numbers smaller. */
  private static final List<Instant> TIMES =
      List.of(
          Instant.parse("2026-11-21T05:44:13.000000001Z"),
          Instant.parse("2026-11-21T05:44:13.999999999Z"),
          Instant.parse("1969-12-31T23:59:59.123456789Z"),
          Instant.parse("0001-01-01T00:00:00Z"),
          Instant.parse("9999-12-31T23:59:59.999999999Z"));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a,b;c=d\"e'%41+&?#",
          "line\r\nline\ttab",
          "\u0000\u001f\u007f\u0085",
          "Größe € \u4e2d\u6587 \u05e9\u05dc\u05d5\u05dd",
          "e\u0301 and \u00e9, \ufeff, \u2028",
          "\ud83d\ude00\udbff\udfff\uffff");

  private Letters() {}

  /** The same for a seed. */
  static List<Message> of(long seed) {
    List<Message> messages = new ArrayList<>();
    messages.add(Message.from("defaults").build());
    for (Instant time : TIMES) {
      messages.add(Message.from("times").time(time).build());
    }
    Message.Builder texts = Message.from("texts").contentType("text/plain; charset=\"utf-8\"");
    for (int i = 0; i < TEXTS.size(); i++) {
      texts.header("header " + i, TEXTS.get(i)).extension("extension" + i, TEXTS.get(i));
      if (!TEXTS.get(i).isEmpty()) {
        texts.header("name " + TEXTS.get(i), "value");
        messages.add(
            Message.from(TEXTS.get(i)).id("id " + TEXTS.get(i)).type(TEXTS.get(i)).build());
      }
    }
    messages.add(texts.build());
    messages.add(
        Message.from("extensions")
            .extension("partitionkey", "key")
            .extension("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .extension("subject", "Straße")
            .build());
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    messages.add(Message.from("bytes").contentType("image/jpeg").body(everyByte).build());
    byte[] large = new byte[LARGE_BODY_BYTES];
    new Random(seed).nextBytes(large);
    messages.add(Message.from("bytes").contentType(null).body(large).build());
    RandomMessages random = new RandomMessages(seed);
    for (int i = 0; i < RANDOM_MESSAGES; i++) {
      messages.add(random.message());
    }
    return messages;
  }
}
