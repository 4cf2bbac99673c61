package org.topicboards.service.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store within the retention of its boards, from {@link #start} to {@link #close}, in a
 * thread of its own. Each step is followed by a pause as long as itself, so that at most half of
 * the store's time goes into it.
 */
public final class Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private static final long IDLE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

  private final Boards boards;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "archive upkeep");
  private boolean isFailing;

  private Upkeep(Boards boards) {
    this.boards = boards;
    thread.setDaemon(true);
  }

  /** Starts. The caller keeps the store, and closes it after this. */
  public static Upkeep start(MessageStore store) {
    Upkeep upkeep = new Upkeep(store.boards());
    upkeep.thread.start();
    return upkeep;
  }

  /** Finishes the step in hand. Idempotent. */
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
    try {
      long pauseNanos = 0;
      while (!closing.await(pauseNanos, TimeUnit.NANOSECONDS)) {
        long startNanos = System.nanoTime();
        boolean isMoreDue = step();
        pauseNanos =
            isMoreDue
                ? Math.max(SHORTEST_PAUSE_NANOS, System.nanoTime() - startNanos)
                : IDLE_PAUSE_NANOS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean step() {
    try {
      boolean isMoreDue = boards.expire();
      isFailing = false;
      return isMoreDue;
    } catch (StoreException e) {
      if (!isFailing) {
        LOG.warn("retention cannot be kept now, and is tried again: {}", e.getMessage());
      }
      isFailing = true;
      return false;
    } catch (RuntimeException e) {
      if (!isFailing) {
        LOG.error("retention cannot be kept, and is tried again", e);
      }
      isFailing = true;
      return false;
    }
  }
}
