package org.topicboards.service.store;

import java.time.Instant;

/**
 * Times as integers of nanoseconds since 1970, which reach from 1677 to 2262. A time beyond that
 * becomes the nearest value, so that the order is kept.
 */
final class Nanos {

  private static final long PER_SECOND = 1_000_000_000L;

  /** The seconds of which every nanosecond can be counted in a long. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

  private Nanos() {}

  static boolean isExact(Instant time) {
    return Math.abs(time.getEpochSecond()) <= MAX_SECONDS;
  }

  static long nearest(Instant time) {
    if (isExact(time)) {
      return time.getEpochSecond() * PER_SECOND + time.getNano();
    }
    return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
