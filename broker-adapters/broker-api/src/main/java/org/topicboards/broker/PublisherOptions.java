package org.topicboards.broker;

import java.time.Duration;

/**
 * How much a publisher may have in flight, and for how long.
 *
 * @param windowMessages the most messages posted and not yet acknowledged, 1 or more
 * @param windowBytes the most bytes of them; a message larger than that goes alone
 * @param timeout how long a message may wait, for a place in the window and then for its
 *     acknowledgement, before its stage fails
 */
public record PublisherOptions(int windowMessages, long windowBytes, Duration timeout) {

  /** 1,000 messages, 32 MiB, 30 seconds. */
  public static final PublisherOptions DEFAULTS =
      new PublisherOptions(1_000, 32L << 20, Duration.ofSeconds(30));

  /** Checks the bounds. */
  public PublisherOptions {
    if (windowMessages < 1 || windowBytes < 1) {
      throw new IllegalArgumentException("a window holds at least one message and one byte");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, not " + timeout);
    }
  }

  /** The same with another timeout. */
  public PublisherOptions within(Duration newTimeout) {
    return new PublisherOptions(windowMessages, windowBytes, newTimeout);
  }

  /** The same with another window. */
  public PublisherOptions window(int messages, long bytes) {
    return new PublisherOptions(messages, bytes, timeout);
  }
}
