package org.topicboards.system.crash;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How the drill waits. */
final class Patience {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Patience() {}

  /**
   * Waits until {@code condition} holds.
   *
   * @param what what is waited for, for the error
   * @throws DrillException if it does not come to pass within ten minutes
   */
  static void await(String what, Duration interval, BooleanSupplier condition)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new DrillException("gave up after " + LIMIT + " waiting until " + what);
      }
      Thread.sleep(interval.toMillis());
    }
  }
}
