package org.topicboards.service.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.Message;

/**
 * The brokers that a message has been on before the one it is on now, by their configured names,
 * the first one first. Messages carry it as the extension attribute {@value #ATTRIBUTE}.
 */
record Hops(List<String> names) {

  static final String ATTRIBUTE = "boardhops";

  private static final String SEPARATOR = ",";
  private static final Hops NONE = new Hops(List.of());

  /** Copies the list. */
  Hops {
    names = List.copyOf(names);
  }

  /** What a message says of its way; nothing if nobody has relayed it. */
  static Hops of(Message message) {
    String text = message.extensions().get(ATTRIBUTE);
    if (text == null) {
      return NONE;
    }
    return new Hops(
        Arrays.stream(text.split(SEPARATOR))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /** Whether the message has been on this broker. */
  boolean contains(String broker) {
    return names.contains(broker);
  }

  /** The broker that it came from, or null if nobody has relayed it. */
  @Nullable String last() {
    return names.isEmpty() ? null : names.get(names.size() - 1);
  }

  /** These, and then {@code broker}. */
  Hops plus(String broker) {
    List<String> more = new ArrayList<>(names);
    more.add(broker);
    return new Hops(more);
  }

  /** The same message, carrying these. */
  Message on(Message message) {
    return message.toBuilder().extension(ATTRIBUTE, String.join(SEPARATOR, names)).build();
  }
}
