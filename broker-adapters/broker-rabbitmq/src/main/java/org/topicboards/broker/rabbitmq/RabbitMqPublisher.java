package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Publishes with confirms. */
final class RabbitMqPublisher implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitMqPublisher.class);

  private static final long SWEEP_MILLIS = 250;

  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final Consumer<RabbitMqPublisher> onClosed;
  private final PublishFailures failures;
  private final PublishWindow window;
  private final long timeoutNanos;
  private final SendQueue queue;
  private final ScheduledFuture<?> sweeper;
  private final AtomicBoolean closing = new AtomicBoolean();

  RabbitMqPublisher(
      SupervisedConnection connection,
      AmqpNames names,
      PublisherOptions options,
      PublishBounds bounds,
      Consumer<RabbitMqPublisher> onClosed) {
    this.onClosed = onClosed;
    this.options = options;
    this.bounds = bounds;
    this.failures = new PublishFailures(connection, options.timeout());
    this.window = new PublishWindow(options.windowMessages(), options.windowBytes());
    this.timeoutNanos = options.timeout().toNanos();
    this.queue = new SendQueue(connection, names, failures, timeoutNanos);
    this.sweeper =
        connection
            .timer()
            .scheduleWithFixedDelay(
                queue::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    PublishFailedException fault = bounds.check(board, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(fault);
    }
    if (closing.get()) {
      return CompletableFuture.failedFuture(PublishFailures.closed());
    }
    PendingPublish pending =
        new PendingPublish(board, message, System.nanoTime() + timeoutNanos, window);
    try {
      if (!window.acquire(pending.bytes(), timeoutNanos)) {
        return CompletableFuture.failedFuture(failures.timedOut(pending));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(PublishFailures.interrupted(message, e));
    }
    queue.add(pending);
    return pending.stage();
  }

  @Override
  public void flush() {
    try {
      // Every message is settled by its own timeout at the latest.
      boolean settled = window.awaitEmpty(Long.MAX_VALUE / 2);
      if (!settled) {
        LOG.warn("flush: some messages are still unconfirmed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      flush(); // another thread is closing
      return;
    }
    try {
      if (!window.awaitEmpty(options.closeTimeout().toNanos())) {
        LOG.warn("closing with unconfirmed messages after {}", options.closeTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sweeper.cancel(false);
    queue.close();
    onClosed.accept(this);
  }

  /** Sends on a new connection, first what the last one left. Maintenance thread only. */
  void connected(Connection newConnection) throws IOException {
    queue.connected(newConnection);
  }

  /** The connection is gone: hold back until the next. */
  void lost() {
    queue.lost();
  }
}
