package org.topicboards.broker;

import java.time.Duration;

/**
 * How much a publisher may have in flight, and for how long.
 *
 * @param windowMessages the most messages posted and not yet acknowledged, 1 or more
 * @param windowBytes the most bytes of them; a message larger than that goes alone
 * @param timeout how long a message may wait, for a place in the window and then for its
 *     acknowledgement, before its stage fails
 * @param closeTimeout how long closing may wait for what is not acknowledged
 */
public record PublisherOptions(
    int windowMessages, long windowBytes, Duration timeout, Duration closeTimeout) {

  /** 1,000 messages, 32 MiB, 30 seconds for both. */
  public static final PublisherOptions DEFAULTS =
      new PublisherOptions(1_000, 32L << 20, Duration.ofSeconds(30), Duration.ofSeconds(30));

  /** Checks the bounds. */
  public PublisherOptions {
    if (windowMessages < 1 || windowBytes < 1) {
      throw new IllegalArgumentException("a window holds at least one message and one byte");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, not " + timeout);
    }
    if (closeTimeout.isNegative()) {
      throw new IllegalArgumentException("closeTimeout must not be negative: " + closeTimeout);
    }
  }

  /** The same with another timeout, for closing as well. */
  public PublisherOptions within(Duration newTimeout) {
    return new PublisherOptions(windowMessages, windowBytes, newTimeout, newTimeout);
  }

  /** The same with another timeout for closing alone. */
  public PublisherOptions closingWithin(Duration newCloseTimeout) {
    return new PublisherOptions(windowMessages, windowBytes, timeout, newCloseTimeout);
  }

  /** The same with another window. */
  public PublisherOptions window(int messages, long bytes) {
    return new PublisherOptions(messages, bytes, timeout, closeTimeout);
  }
}
