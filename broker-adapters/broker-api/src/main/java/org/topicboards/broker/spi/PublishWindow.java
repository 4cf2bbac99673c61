package org.topicboards.broker.spi;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Back-pressure: bounds what is posted and not yet settled, in messages and in bytes. Who has to
 * wait is served in the order of coming, so that small messages do not keep out a large one.
 * Thread-safe.
 */
public final class PublishWindow {

  private final int maxMessages;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private int messages;
  private long bytes;

  /** A window of at least one message and one byte. */
  public PublishWindow(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a place for one message, waiting for it if need be, behind those that wait already. A
   * message larger than the whole window gets its place when the window is empty.
   *
   * @return false if there was none in time
   */
  public boolean acquire(long messageBytes, long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!waiters.isEmpty() || !hasPlaceFor(messageBytes)) {
        if (timeoutNanos <= 0 || !awaitTurn(messageBytes, timeoutNanos)) {
          return false;
        }
      }
      messages++;
      bytes += messageBytes;
      return true;
    } finally {
      wakeFirst();
      lock.unlock();
    }
  }

  /** Gives back the places of settled messages. */
  public void release(int settledMessages, long settledBytes) {
    lock.lock();
    try {
      messages -= settledMessages;
      bytes -= settledBytes;
      if (messages == 0) {
        emptied.signalAll();
      }
      wakeFirst();
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
    long remainingNanos = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (messages > 0) {
        if (remainingNanos <= 0) {
          return false;
        }
        remainingNanos = emptied.awaitNanos(remainingNanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitTurn(long messageBytes, long timeoutNanos) throws InterruptedException {
    Waiter waiter = new Waiter(messageBytes, lock.newCondition());
    long remainingNanos = timeoutNanos;
    waiters.add(waiter);
    try {
      while (waiters.element() != waiter || !hasPlaceFor(messageBytes)) {
        if (remainingNanos <= 0) {
          return false;
        }
        remainingNanos = waiter.turn.awaitNanos(remainingNanos);
      }
      return true;
    } finally {
      waiters.remove(waiter);
    }
  }

  private boolean hasPlaceFor(long messageBytes) {
    return messages < maxMessages && (messages == 0 || bytes + messageBytes <= maxBytes);
  }

  private void wakeFirst() {
    Waiter first = waiters.peek();
    if (first != null && hasPlaceFor(first.messageBytes)) {
      first.turn.signal();
    }
  }

  /** Not a record: each is equal to itself only. */
  private static final class Waiter {
    private final long messageBytes;
    private final Condition turn;

    Waiter(long messageBytes, Condition turn) {
      this.messageBytes = messageBytes;
      this.turn = turn;
    }
  }
}
