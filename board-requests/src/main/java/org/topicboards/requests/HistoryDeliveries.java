package org.topicboards.requests;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.SubscriptionOptions;

/**
 * Hands messages of the archive to the handler as a subscription would: bounded by the prefetch,
 * and again after a failure. Thread-safe.
 */
final class HistoryDeliveries implements HistoryDelivery.Settling, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryDeliveries.class);

  private final SubscriptionOptions options;
  private final HistoryHandler handler;
  private final ReentrantLock handlerLock;
  private @Nullable ScheduledExecutorService retries;
  private final Consumer<HistoryMessage> onSettled;
  private int outstandingMessages;
  private long outstandingBytes;
  private boolean closed;

  /** Runs {@code handler} only while it has {@code handlerLock}. */
  HistoryDeliveries(
      SubscriptionOptions options, HistoryHandler handler, ReentrantLock handlerLock) {
    this(options, handler, handlerLock, settled -> {});
  }

  /** The same, and tells of each message that is done with; on any thread. */
  HistoryDeliveries(
      SubscriptionOptions options,
      HistoryHandler handler,
      ReentrantLock handlerLock,
      Consumer<HistoryMessage> onSettled) {
    this.options = options;
    this.handler = handler;
    this.handlerLock = handlerLock;
    this.onSettled = onSettled;
  }

  /**
   * Runs the handler on a message, once there is room in the prefetch.
   *
   * @return false, with nothing done, once closed
   */
  boolean deliver(HistoryMessage message) throws InterruptedException {
    return deliver(message, unused -> true);
  }

  /**
   * The same, unless the message is not wanted any more when its turn has come: nothing else is
   * handed over between that question and the message.
   */
  boolean deliver(HistoryMessage message, Predicate<HistoryMessage> isWanted)
      throws InterruptedException {
    if (!takeRoom(message.message().body().length)) {
      return false;
    }
    handlerLock.lock();
    try {
      if (isWanted.test(message)) {
        run(new HistoryDelivery(message, 1, this));
      } else {
        giveRoom(message);
      }
    } finally {
      handlerLock.unlock();
    }
    return true;
  }

  /** Waits until everything handed over is settled. */
  synchronized void awaitSettled() throws InterruptedException {
    while (outstandingMessages > 0 && !closed) {
      wait();
    }
  }

  @Override
  public void acknowledged(HistoryDelivery delivery) {
    settled(delivery.archivedMessage());
  }

  @Override
  public void failed(HistoryDelivery delivery, String reason) {
    if (options.retry().isExhausted(delivery.attempt())) {
      LOG.warn(
          "giving up {} from {} after {} attempts, it stays in the archive: {}",
          delivery.message(),
          delivery.board(),
          delivery.attempt(),
          reason);
      settled(delivery.archivedMessage());
      return;
    }
    long delayMillis = options.retry().delayAfter(delivery.attempt()).toMillis();
    try {
      Future<?> unused =
          retries().schedule(() -> run(delivery.again()), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before {} could be tried again", delivery.message());
    }
  }

  /** Lets everyone go. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (retries != null) {
      retries.shutdownNow();
    }
  }

  private void run(HistoryDelivery delivery) {
    handlerLock.lock();
    try {
      handler.handle(delivery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      delivery.retry("interrupted");
    } catch (Exception | Error e) {
      delivery.retry(String.valueOf(e.getMessage()));
    } finally {
      handlerLock.unlock();
    }
  }

  private synchronized boolean takeRoom(int bytes) throws InterruptedException {
    while (!closed
        && outstandingMessages > 0
        && (outstandingMessages >= options.prefetchMessages()
            || outstandingBytes + bytes > options.prefetchBytes())) {
      wait();
    }
    outstandingMessages++;
    outstandingBytes += bytes;
    return !closed;
  }

  private void settled(HistoryMessage message) {
    giveRoom(message);
    onSettled.accept(message);
  }

  private synchronized void giveRoom(HistoryMessage message) {
    outstandingMessages--;
    outstandingBytes -= message.message().body().length;
    notifyAll();
  }

  private synchronized ScheduledExecutorService retries() {
    if (retries == null) {
      retries =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "history retry");
                thread.setDaemon(true);
                return thread;
              });
      if (closed) {
        retries.shutdownNow();
      }
    }
    return retries;
  }
}
