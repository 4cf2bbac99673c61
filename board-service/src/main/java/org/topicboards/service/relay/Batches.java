package org.topicboards.service.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.RetryPolicy;

/**
 * Hands over what is put into it in batches, on a thread of its own: whatever has come while the
 * last batch was in hand. A batch that fails is handed over again, until it does not. Thread-safe.
 */
final class Batches<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

  private static final int CAPACITY = 10_000;
  private static final int LARGEST_BATCH = 1_000;
  private static final long POLL_MILLIS = 100;
  private static final long CLOSE_TIMEOUT_MILLIS = 5_000;
  private static final RetryPolicy RETRY =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(100), Duration.ofSeconds(5));

  private final Consumer<List<T>> work;
  private final BlockingQueue<T> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String fault;

  /** Begins to hand over to {@code work}. */
  Batches(String name, Consumer<List<T>> work) {
    this.work = work;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds one, waiting for room; dropped once this is closed. */
  void put(T item) throws InterruptedException {
    while (closing.getCount() > 0) {
      if (waiting.offer(item, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** Why the batch in hand fails, or nothing while all is well. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * Hands over what is waiting, once, and ends; at once where that fails. Waits some seconds for it
   * at most. Idempotent.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<T> batch = new ArrayList<>();
    try {
      while (take(batch)) {
        if (!handOver(batch)) {
          return;
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False once this is closed and nothing is waiting. */
  private boolean take(List<T> batch) throws InterruptedException {
    while (batch.isEmpty()) {
      boolean last = closing.getCount() == 0;
      T first = waiting.poll(last ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        waiting.drainTo(batch, LARGEST_BATCH - 1);
      } else if (last) {
        return false;
      }
    }
    return true;
  }

  private boolean handOver(List<T> batch) throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        work.accept(List.copyOf(batch));
        fault = null;
        return true;
      } catch (RuntimeException e) {
        if (fault == null && closing.getCount() > 0) {
          LOG.warn("{}: {}; trying again", thread.getName(), e.getMessage());
        }
        fault = thread.getName() + ": " + e.getMessage();
      }
      if (closing.await(RETRY.delayAfter(attempts).toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }
}
