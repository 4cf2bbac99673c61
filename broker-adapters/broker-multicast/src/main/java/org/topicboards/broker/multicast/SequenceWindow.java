package org.topicboards.broker.multicast;

import java.util.Arrays;

/**
 * Tells new datagrams of a publisher from late and repeated ones by their numbers. Remembers the
 * latest {@value #SIZE} (the sliding window of RFC 4303, section 3.4.3). Not thread-safe.
 */
final class SequenceWindow {

  static final int SIZE = 1024;

  /** What a number is, given those before. */
  enum Arrival {
    /** Larger than any before. */
    NEW,
    /** Smaller, and not seen; what is older than the window counts as that, too. */
    LATE,
    /** Seen before. */
    REPEATED
  }

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long highest;

  Arrival accept(long number) {
    if (number > highest) {
      if (number - highest >= SIZE) {
        Arrays.fill(seen, 0);
      } else {
        for (long skipped = highest + 1; skipped < number; skipped++) {
          seen[word(skipped)] &= ~bit(skipped);
        }
      }
      highest = number;
      seen[word(number)] |= bit(number);
      return Arrival.NEW;
    }
    if (highest - number >= SIZE) {
      return Arrival.LATE;
    }
    if ((seen[word(number)] & bit(number)) != 0) {
      return Arrival.REPEATED;
    }
    seen[word(number)] |= bit(number);
    return Arrival.LATE;
  }

  private static int word(long number) {
    return (int) (number % SIZE) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << number % Long.SIZE;
  }
}
