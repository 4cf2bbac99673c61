package org.topicboards.service.requests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Guarantee;

/**
 * Waits for the archive on behalf of any number of askers: all who ask while one wait goes on share
 * the next. Thread-safe.
 */
final class ArchiveWait implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWait.class);

  /** After this an asker is told how far the archive is, and asks again. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /** Where requests may be lost, so that an asker need not wait long to know that one was. */
  private static final Duration LONGEST_LOSSY_WAIT = Duration.ofMillis(500);

  private final Broker broker;
  private final Duration longestWait;
  private final BlockingQueue<CompletableFuture<Boolean>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "archive wait");
  private volatile boolean closed;

  ArchiveWait(Broker broker) {
    this.broker = broker;
    this.longestWait =
        broker.guarantees().contains(Guarantee.AT_LEAST_ONCE) ? LONGEST_WAIT : LONGEST_LOSSY_WAIT;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Completes with whether the archive has everything that was posted before this call; cancelled
   * when this is closed first.
   */
  CompletableFuture<Boolean> begin() {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    waiting.add(result);
    if (closed) {
      cancelWaiting(); // nobody else may, any more
    }
    return result;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    cancelWaiting();
  }

  private void run() {
    List<CompletableFuture<Boolean>> together = new ArrayList<>();
    try {
      while (true) {
        together.add(waiting.take());
        waiting.drainTo(together);
        boolean hasAll = hasAll();
        if (closed) {
          return; // the interrupt may have ended the wait as a failure of the broker's
        }
        together.forEach(result -> result.complete(hasAll));
        together.clear();
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    } finally {
      together.forEach(result -> result.cancel(false));
    }
  }

  private void cancelWaiting() {
    for (CompletableFuture<Boolean> next = waiting.poll(); next != null; next = waiting.poll()) {
      next.cancel(false);
    }
  }

  private boolean hasAll() throws InterruptedException {
    try {
      return broker.awaitArchived(longestWait);
    } catch (BrokerException e) {
      LOG.debug("the archive could not be waited for: {}", e.getMessage());
      return false;
    } catch (RuntimeException e) {
      LOG.error("waiting for the archive failed unexpectedly", e);
      return false; // the asker asks again
    }
  }
}
