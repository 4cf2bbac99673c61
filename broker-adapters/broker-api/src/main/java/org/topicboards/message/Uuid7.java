package org.topicboards.message;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes message ids: UUIDs of version 7 (RFC 9562, section 5.7), which begin with the time, so that
 * an index over them grows at its end.
 *
 * <p>The 74 bits beside the time are random but not secret: ids are unique, not unguessable.
 */
public final class Uuid7 {

  private Uuid7() {}

  /** A new id in the usual text form of 36 characters. Thread-safe; does not block. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long time = System.currentTimeMillis();
    long high = (time << 16) | 0x7000L | (random.nextInt() & 0x0FFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
