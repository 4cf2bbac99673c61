package org.topicboards.broker;

import java.time.Duration;

/**
 * When a message whose handler failed is tried again. The wait doubles with each attempt.
 *
 * @param maxAttempts after so many failed attempts the message goes to the dead-letter board;
 *     {@link #UNLIMITED} for never
 * @param firstDelay the wait after the first failure
 * @param maxDelay the longest wait
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay) {

  /** Stands for trying for ever. */
  public static final int UNLIMITED = 0;

  /** Five attempts, 200 ms to 30 s apart. */
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

  /** No dead letters. */
  public static final RetryPolicy FOR_EVER =
      new RetryPolicy(UNLIMITED, Duration.ofMillis(200), Duration.ofSeconds(30));

  /** Checks the bounds. */
  public RetryPolicy {
    if (maxAttempts < 0) {
      throw new IllegalArgumentException("maxAttempts must not be negative, but is " + maxAttempts);
    }
    if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("a delay is not from 0 to the longest delay");
    }
  }

  /** Whether a message that has failed {@code attempts} times is given up. */
  public boolean isExhausted(int attempts) {
    return maxAttempts != UNLIMITED && attempts >= maxAttempts;
  }

  /** The wait after the {@code attempts}th failure (1 or more). */
  public Duration delayAfter(int attempts) {
    long first = firstDelay.toMillis();
    int doublings = Math.min(attempts - 1, 40);
    long millis =
        first > maxDelay.toMillis() >> doublings ? maxDelay.toMillis() : first << doublings;
    return Duration.ofMillis(millis);
  }
}
