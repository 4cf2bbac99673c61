package org.topicboards.comparison.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When messages are meant to be sent, whatever became of those before (open loop).
 *
 * @param startNanos the time of message 0, by {@link System#nanoTime}
 * @param ratePerSecond how many a second; {@link #UNPACED} for one after another
 */
record Schedule(long startNanos, double ratePerSecond) {

  /** Stands for no pace at all: a message is meant to be sent when there is room for it. */
  static final double UNPACED = 0;

  private static final double NANOS_PER_SECOND = 1e9;

  /** Shorter waits are not worth a sleep, which the system rounds up. */
  private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  /** When this message is meant to be sent. */
  long intendedNanos(long message) {
    return ratePerSecond == UNPACED
        ? System.nanoTime()
        : startNanos + (long) (message * (NANOS_PER_SECOND / ratePerSecond));
  }

  /** How many messages were meant to be sent until now. */
  long due(long nowNanos) {
    return Math.max(0, (long) ((nowNanos - startNanos) / NANOS_PER_SECOND * ratePerSecond));
  }

  /** Waits until then; returns at once where that has passed, or if interrupted. */
  static void awaitNanos(long nanos) {
    for (long left = nanos - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = nanos - System.nanoTime()) {
      if (left > SHORTEST_SLEEP_NANOS) {
        LockSupport.parkNanos(left - SHORTEST_SLEEP_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
