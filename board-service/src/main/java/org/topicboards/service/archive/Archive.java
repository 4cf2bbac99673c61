package org.topicboards.service.archive;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.service.broker.SubscriptionLag;
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

  private final boolean durable;
  private final Subscription subscription;
  private final ArrivalQueue queue;
  private final ArchiveWriter writer;
  private final ArchiveMetrics metrics;
  private final SubscriptionLag lag;
  private final HeardPlaces heardPlaces;
  private final Thread writerThread;

  private Archive(
      boolean durable,
      Subscription subscription,
      ArrivalQueue queue,
      ArchiveWriter writer,
      ArchiveMetrics metrics,
      SubscriptionLag lag,
      HeardPlaces heardPlaces) {
    this.durable = durable;
    this.heardPlaces = heardPlaces;
    this.subscription = subscription;
    this.queue = queue;
    this.writer = writer;
    this.metrics = metrics;
    this.lag = lag;
    this.writerThread = new Thread(writer, "archive writer");
    writerThread.setDaemon(true);
    writerThread.start();
  }

  /**
   * Subscribes as the broker's archive and begins to store what comes. The caller keeps the broker
   * and the store, and closes them after the archive. On a transport without durable subscriptions
   * it listens: what is posted while it does not is not archived.
   *
   * @param name the broker's name, for the metrics
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static Archive start(
      String name, Broker broker, MessageStore store, MeterRegistry registry) {
    boolean durable = broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    SubscriptionOptions options = SubscriptionOptions.archive();
    ArchiveMetrics metrics = new ArchiveMetrics(registry, name);
    ArrivalQueue queue =
        new ArrivalQueue(
            new ArrivalQueue.Bounds(options.prefetchMessages(), options.prefetchBytes()),
            BATCH,
            LINGER);
    HeardPlaces heardPlaces = new HeardPlaces();
    Subscription subscription = broker.subscribe(options, new Feed(queue, metrics, heardPlaces));
    ArchiveWriter writer =
        new ArchiveWriter(queue, store, subscription::acknowledge, metrics, RETRY);
    SubscriptionLag lag =
        new SubscriptionLag(broker, durable ? options.durableName() : null, queue::size);
    metrics.follow(lag);
    if (subscription.reception().isPresent()) {
      metrics.follow(subscription);
    }
    return new Archive(durable, subscription, queue, writer, metrics, lag, heardPlaces);
  }

  /** Whether messages wait on the broker while this does not run; else it hears what it hears. */
  public boolean isDurable() {
    return durable;
  }

  /** What those who answer from the archive know of it. */
  public ArchiveView view() {
    return new ArchiveView(this::isBusy, heardPlaces);
  }

  /** Why the store cannot be written to, or nothing while it can. */
  public Optional<String> storeFault() {
    return writer.fault();
  }

  /** Whether messages are still being stored, or tried to; false after a fault of the program. */
  public boolean isRunning() {
    return writerThread.isAlive();
  }

  /** Whether messages have arrived that are not being stored yet. */
  private boolean isBusy() {
    return queue.size() > 0;
  }

  /**
   * Finishes and acknowledges the batch in hand, then leaves the subscription, on which everything
   * else stays. Idempotent.
   */
  @Override
  public void close() {
    metrics.close();
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
  private record Feed(ArrivalQueue queue, ArchiveMetrics metrics, HeardPlaces heardPlaces)
      implements MessageHandler {

    @Override
    public void handle(Delivery delivery) throws InterruptedException {
      heardPlaces.heard(delivery);
      queue.put(new Arrival.Posted(delivery));
    }

    @Override
    public void handleMisaddressed(MisaddressedDelivery delivery) throws InterruptedException {
      queue.put(new Arrival.Misaddressed(delivery));
    }

    @Override
    public void interrupted(Instant since) {
      metrics.interruptions.increment();
      LOG.warn("messages posted since {} may be missing: the connection was lost", since);
    }

    @Override
    public void lost(LostMessages lost) {
      heardPlaces.lost(lost);
    }

    @Override
    public void gap(Gap gap) {
      metrics.gaps.increment();
      LOG.warn("{}", gap);
    }
  }
}
