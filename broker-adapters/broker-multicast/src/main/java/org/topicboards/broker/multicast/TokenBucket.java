package org.topicboards.broker.multicast;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Spreads what is sent so that it keeps to a rate, whoever sends it. Thread-safe. Whoever finds the
 * bucket empty sleeps, long enough that waking up costs little.
 */
final class TokenBucket {

  /** What may go at once after a pause: a small part of what receivers can hold. */
  private static final int BURST_BYTES = 64 << 10;

  private static final long LEAST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final double bytesPerNano;
  private double tokens = BURST_BYTES;
  private long filledAtNanos = System.nanoTime();

  TokenBucket(long bytesPerSecond) {
    this.bytesPerNano = bytesPerSecond / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /**
   * Takes so many bytes, then sleeps if they were more than there were.
   *
   * @throws InterruptedException if the thread was interrupted; nothing was taken then, or the
   *     sleep cut short
   */
  void take(int bytes) throws InterruptedException {
    long wakeAtNanos = reserve(bytes);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long leftNanos = wakeAtNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return;
      }
      LockSupport.parkNanos(this, leftNanos);
    }
  }

  /** Takes them even if there are not so many, and tells the time from which on they may go. */
  private synchronized long reserve(int bytes) {
    long nowNanos = System.nanoTime();
    tokens = Math.min(BURST_BYTES, tokens + (nowNanos - filledAtNanos) * bytesPerNano) - bytes;
    filledAtNanos = nowNanos;
    if (tokens >= 0) {
      return nowNanos;
    }
    return nowNanos + Math.max(LEAST_SLEEP_NANOS, (long) (-tokens / bytesPerNano));
  }
}
