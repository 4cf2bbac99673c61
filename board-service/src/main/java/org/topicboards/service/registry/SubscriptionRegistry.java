package org.topicboards.service.registry;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Announcement;
import org.topicboards.requests.AnnouncementCodec;
import org.topicboards.requests.RegistryBoards;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.SeenSubscription;
import org.topicboards.service.store.StoreException;
import org.topicboards.service.store.Subscriptions;

/**
 * Keeps the registry of durable subscriptions on one broker, from {@link #start} to {@link #close},
 * and removes abandoned ones. An announcement is acknowledged when it is in the store. That
 * somebody is attached still is written down a few seconds later, for all of them together.
 *
 * <p>Times are those of this service, as the clocks of subscribers may be wrong. Thread-safe.
 */
public final class SubscriptionRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRegistry.class);

  private static final long WRITE_INTERVAL_SECONDS = 5;
  private static final long SWEEP_INTERVAL_SECONDS = 10;

  private final String broker;
  private final Subscriptions subscriptions;
  private final Map<SubscriptionName, SeenSubscription> toWrite = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(SubscriptionRegistry::thread);
  private @Nullable Subscription announcements;
  private @Nullable Subscription attendance;

  private SubscriptionRegistry(String broker, Subscriptions subscriptions) {
    this.broker = broker;
    this.subscriptions = subscriptions;
  }

  /**
   * Begins to listen. The caller keeps the broker and the store, and closes them afterwards.
   *
   * @param name the broker's name
   * @param expiry when abandoned subscriptions are removed
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static SubscriptionRegistry start(
      String name,
      Broker broker,
      MessageStore store,
      MeterRegistry meters,
      SubscriptionExpiry expiry) {
    SubscriptionRegistry registry = new SubscriptionRegistry(name, store.subscriptions());
    boolean isListening = false;
    try {
      registry.listen(broker);
      registry.sweepFor(new AbandonedSubscriptions(name, broker, store, expiry, meters));
      isListening = true;
      return registry;
    } finally {
      if (!isListening) {
        registry.close();
      }
    }
  }

  private void listen(Broker connected) {
    if (connected.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
      announcements =
          connected.subscribe(
              RegistryBoards.services().retrying(RetryPolicy.FOR_EVER), this::handle);
      attendance = connected.subscribe(RegistryBoards.seen(), this::handle);
    } else {
      announcements =
          connected.subscribe(
              RegistryBoards.everything().retrying(RetryPolicy.FOR_EVER), this::handle);
    }
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            this::write, WRITE_INTERVAL_SECONDS, WRITE_INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  private void sweepFor(AbandonedSubscriptions abandoned) {
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            () -> abandoned.sweep(Instant.now()),
            SWEEP_INTERVAL_SECONDS,
            SWEEP_INTERVAL_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Writes down who was seen last, and stops. Idempotent. */
  @Override
  public void close() {
    timer.shutdownNow();
    if (announcements != null) {
      announcements.close();
    }
    if (attendance != null) {
      attendance.close();
    }
    write();
  }

  private void handle(Delivery delivery) {
    try {
      Announcement announcement = AnnouncementCodec.read(delivery.message());
      if (announcement instanceof Announcement.Removed) {
        toWrite.remove(announcement.name());
        boolean unused = subscriptions.forget(broker, announcement.name(), Instant.now());
      } else if (announcement instanceof Announcement.Attached attached) {
        SeenSubscription seen =
            new SeenSubscription(attached.name(), attached.patterns(), Instant.now());
        if (delivery.board().equals(RegistryBoards.SEEN)) {
          toWrite.put(attached.name(), seen);
        } else {
          subscriptions.seen(broker, List.of(seen));
        }
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("an announcement cannot be understood: {}", e.getMessage());
    }
    delivery.acknowledge();
  }

  private synchronized void write() {
    List<SeenSubscription> seen = List.copyOf(toWrite.values());
    try {
      subscriptions.seen(broker, seen);
      seen.forEach(written -> toWrite.remove(written.name(), written));
    } catch (StoreException e) {
      LOG.debug("who is attached is written down later: {}", e.getMessage());
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "subscription registry");
    thread.setDaemon(true);
    return thread;
  }
}
