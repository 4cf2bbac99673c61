package org.topicboards.service.archive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the broker's thread and the writer's: bounded, and emptied in batches.
 *
 * <p>It holds no more than a subscription's prefetch in ordinary times; the bound is for the
 * others: while the store is away, every reconnect to the broker delivers the same messages again.
 */
final class ArrivalQueue {

  private final Bounds capacity;
  private final Bounds batch;
  private final long lingerNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition spaceLeft = lock.newCondition();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity what it holds; what is larger than that is held alone
   * @param batch what is taken at once, likewise
   * @param linger how long a busy taker waits for a batch to fill
   */
  ArrivalQueue(Bounds capacity, Bounds batch, Duration linger) {
    this.capacity = capacity;
    this.batch = batch;
    this.lingerNanos = linger.toNanos();
  }

  /** A number of messages and of bytes; whichever is reached first. */
  record Bounds(int messages, long bytes) {
    private boolean isReached(int reachedMessages, long reachedBytes) {
      return reachedMessages >= messages || reachedBytes >= bytes;
    }
  }

  /** Adds an arrival, waiting for space; drops it, unacknowledged, once the queue is closed. */
  void put(Arrival arrival) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && capacity.isReached(arrivals.size(), bytes)) {
        spaceLeft.await();
      }
      if (closed) {
        return;
      }
      boolean wasEmpty = arrivals.isEmpty();
      arrivals.add(arrival);
      bytes += arrival.bytes();
      if (wasEmpty || batch.isReached(arrivals.size(), bytes)) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the next batch into {@code taken}. An idle taker gets the first arrival at once. A busy
   * one, for whom something was waiting already, waits a little for the batch to fill, because a
   * commit costs the same for one as for many.
   *
   * @return false, with nothing taken, once the queue is closed
   */
  boolean take(List<Arrival> taken) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (arrivals.isEmpty()) {
        while (!closed && arrivals.isEmpty()) {
          arrived.await();
        }
      } else {
        awaitFullBatch();
      }
      if (closed) {
        return false;
      }
      moveBatch(taken);
      spaceLeft.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many are waiting. */
  int size() {
    lock.lock();
    try {
      return arrivals.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets everyone go. What is waiting stays unacknowledged. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrivals.clear();
      bytes = 0;
      spaceLeft.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitFullBatch() throws InterruptedException {
    long deadline = System.nanoTime() + lingerNanos;
    while (!closed && !batch.isReached(arrivals.size(), bytes)) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || arrived.awaitNanos(left) <= 0) {
        return;
      }
    }
  }

  private void moveBatch(List<Arrival> taken) {
    long takenBytes = 0;
    while (!arrivals.isEmpty()) {
      long nextBytes = arrivals.element().bytes();
      boolean fits = taken.size() < batch.messages() && takenBytes + nextBytes <= batch.bytes();
      if (!fits && !taken.isEmpty()) {
        break;
      }
      taken.add(arrivals.remove());
      takenBytes += nextBytes;
    }
    bytes -= takenBytes;
  }
}
