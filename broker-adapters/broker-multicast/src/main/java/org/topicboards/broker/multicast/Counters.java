package org.topicboards.broker.multicast;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.topicboards.broker.Reception;

/** The counters of a publisher or of all. One thread counts, any may look. */
final class Counters {

  /** What {@link Reception.Counts} says of each. */
  enum Kind {
    RECEIVED,
    LOST,
    DROPPED_INCOMPLETE,
    DUPLICATE,
    REORDERED,
    CORRUPT,
    UNAUTHENTICATED,
    IGNORED
  }

  private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

  Counters() {
    Arrays.stream(Kind.values()).forEach(kind -> counts.put(kind, new AtomicLong()));
  }

  void add(Kind kind, long added) {
    AtomicLong count = counter(kind);
    count.setOpaque(count.getPlain() + added);
  }

  Reception.Counts snapshot() {
    return new Reception.Counts(
        counter(Kind.RECEIVED).getOpaque(),
        counter(Kind.LOST).getOpaque(),
        counter(Kind.DROPPED_INCOMPLETE).getOpaque(),
        counter(Kind.DUPLICATE).getOpaque(),
        counter(Kind.REORDERED).getOpaque(),
        counter(Kind.CORRUPT).getOpaque(),
        counter(Kind.UNAUTHENTICATED).getOpaque(),
        counter(Kind.IGNORED).getOpaque());
  }

  private AtomicLong counter(Kind kind) {
    return Objects.requireNonNull(counts.get(kind), "every kind has one");
  }
}
