package org.topicboards.publisher;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Spreads messages evenly over time: the n-th is due n intervals after the first. One that was late
 * is followed by the next ones at once, until they are on time again. Not thread-safe.
 */
final class Pace {

  private final double intervalNanos;
  private final long startNanos = System.nanoTime();
  private long posted;

  Pace(double messagesPerSecond) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
  }

  /** Waits until the next message is due. */
  void await() {
    long dueNanos = startNanos + (long) (posted++ * intervalNanos);
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
