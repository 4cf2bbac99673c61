package org.topicboards.broker.spi;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Back-pressure: bounds what is posted and not yet settled, in messages and in bytes. Thread-safe.
 */
public final class PublishWindow {

  private final int maxMessages;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private int messages;
  private long bytes;
  private int waiting;

  /** A window of at least one message and one byte. */
  public PublishWindow(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a place for one message, waiting for it if need be. A message larger than the whole
   * window gets its place when the window is empty.
   *
   * @return false if there was none in time
   */
  public boolean acquire(long messageBytes, long timeoutNanos) throws InterruptedException {
    long remainingNanos = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (messages >= maxMessages || (messages > 0 && bytes + messageBytes > maxBytes)) {
        if (remainingNanos <= 0) {
          return false;
        }
        waiting++;
        try {
          remainingNanos = released.awaitNanos(remainingNanos);
        } finally {
          waiting--;
        }
      }
      messages++;
      bytes += messageBytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the places of settled messages. */
  public void release(int settledMessages, long settledBytes) {
    lock.lock();
    try {
      messages -= settledMessages;
      bytes -= settledBytes;
      if (waiting > 0) {
        released.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing is in flight.
   *
   * @return false if something still was when the time ran out
   */
  public boolean awaitEmpty(long timeoutNanos) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (messages > 0) {
        long remainingNanos = deadlineNanos - System.nanoTime();
        if (remainingNanos <= 0) {
          return false;
        }
        waiting++;
        try {
          if (!released.await(remainingNanos, TimeUnit.NANOSECONDS)) {
            return messages == 0;
          }
        } finally {
          waiting--;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
