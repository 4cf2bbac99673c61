package org.topicboards.service.archive;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.service.store.MessageStore;

/**
 * Archives every message of a broker in a store, from {@link #start} to {@link #close}.
 * Thread-safe.
 */
public final class Archive implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

  /** One transaction. */
  private static final ArrivalQueue.Bounds BATCH = new ArrivalQueue.Bounds(1_000, 16L << 20);

  private static final Duration LINGER = Duration.ofMillis(3);
  private static final RetryPolicy RETRY =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(100), Duration.ofSeconds(5));

  private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

  private final Subscription subscription;
  private final ArchiveWriter writer;
  private final ArchiveLag lag;
  private final Thread writerThread;

  private Archive(Subscription subscription, ArchiveWriter writer, ArchiveLag lag) {
    this.subscription = subscription;
    this.writer = writer;
    this.lag = lag;
    this.writerThread = new Thread(writer, "archive writer");
    writerThread.setDaemon(true);
    writerThread.start();
  }

  /**
   * Subscribes as the broker's archive and begins to store what comes. The caller keeps the broker
   * and the store, and closes them after the archive.
   *
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static Archive start(Broker broker, MessageStore store, MeterRegistry meters) {
    SubscriptionOptions options = SubscriptionOptions.archive();
    ArrivalQueue queue =
        new ArrivalQueue(
            new ArrivalQueue.Bounds(options.prefetchMessages(), options.prefetchBytes()),
            BATCH,
            LINGER);
    Subscription subscription = broker.subscribe(options, new Feed(queue));
    ArchiveWriter writer =
        new ArchiveWriter(
            queue, store, subscription::acknowledge, new ArchiveMetrics(meters), RETRY);
    return new Archive(subscription, writer, new ArchiveLag(broker, queue::size, meters));
  }

  /** Why the store cannot be written to, or nothing while it can. */
  public Optional<String> storeFault() {
    return writer.fault();
  }

  /** Whether messages are still being stored, or tried to; false after a fault of the program. */
  public boolean isRunning() {
    return writerThread.isAlive();
  }

  /**
   * Finishes and acknowledges the batch in hand, then leaves the subscription, on which everything
   * else stays. Idempotent.
   */
  @Override
  public void close() {
    lag.close();
    writer.stop();
    try {
      writerThread.join(CLOSE_TIMEOUT_MILLIS);
      if (writerThread.isAlive()) {
        LOG.warn(
            "the batch in hand was not stored within {} s; it stays on the broker",
            CLOSE_TIMEOUT_MILLIS / 1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    subscription.close();
  }

  /** The broker's side: hands over and returns. */
  private record Feed(ArrivalQueue queue) implements MessageHandler {

    @Override
    public void handle(Delivery delivery) throws InterruptedException {
      queue.put(new Arrival.Posted(delivery));
    }

    @Override
    public void handleMisaddressed(MisaddressedDelivery delivery) throws InterruptedException {
      queue.put(new Arrival.Misaddressed(delivery));
    }
  }
}
