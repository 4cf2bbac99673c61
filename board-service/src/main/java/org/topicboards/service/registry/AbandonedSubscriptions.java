package org.topicboards.service.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.OfflineQueues;
import org.topicboards.service.store.RegisteredSubscription;
import org.topicboards.service.store.SeenSubscription;
import org.topicboards.service.store.StoreException;
import org.topicboards.service.store.Subscriptions;

/**
 * Warns of abandoned subscriptions on a broker, and removes them from it and from the registry.
 * Before either the broker is asked whether somebody is attached after all. Of a broker without
 * durable subscriptions it removes what the archive keeps in their place. Not thread-safe.
 */
final class AbandonedSubscriptions {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedSubscriptions.class);

  private final String brokerName;
  private final Broker broker;
  private final boolean isKeptByBroker;
  private final Subscriptions subscriptions;
  private final OfflineQueues queues;
  private final SubscriptionExpiry expiry;
  private final Counter expired;

  AbandonedSubscriptions(
      String brokerName,
      Broker broker,
      MessageStore store,
      SubscriptionExpiry expiry,
      MeterRegistry meters) {
    this.brokerName = brokerName;
    this.broker = broker;
    this.isKeptByBroker = broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    this.subscriptions = store.subscriptions();
    this.queues = store.offlineQueues();
    this.expiry = expiry;
    this.expired =
        Counter.builder("boards.subscriptions.expired")
            .description("Durable subscriptions removed because nobody attached to them any more")
            .tag("broker", brokerName)
            .register(meters);
  }

  /** Does what is due at {@code now}. What cannot be done now is left for the next time. */
  void sweep(Instant now) {
    try {
      subscriptions.list(brokerName).forEach(subscription -> look(subscription, now));
    } catch (StoreException e) {
      LOG.debug("abandoned subscriptions are looked for later: {}", e.getMessage());
    }
  }

  private void look(RegisteredSubscription subscription, Instant now) {
    try {
      if (expiry.isWarningDue(subscription, now) && !isAttached(subscription, now)) {
        warn(subscription, now);
      } else if (expiry.isDue(subscription, now) && !isAttached(subscription, now)) {
        remove(subscription);
      }
    } catch (BrokerException e) {
      LOG.debug("{} is looked at later: {}", subscription.name(), e.getMessage());
    }
  }

  /** Whether the broker knows of somebody who was not heard; that is then noted. */
  private boolean isAttached(RegisteredSubscription subscription, Instant now) {
    Optional<SubscriptionStatus> attached =
        broker.subscriptionStatus(subscription.name()).filter(status -> status.consumers() > 0);
    attached.ifPresent(
        status ->
            subscriptions.seen(
                brokerName,
                List.of(new SeenSubscription(subscription.name(), subscription.patterns(), now))));
    return attached.isPresent();
  }

  private void warn(RegisteredSubscription subscription, Instant now) {
    if (subscriptions.warned(brokerName, subscription.name(), subscription.lastSeen(), now)) {
      LOG.warn(
          "subscription {} on {} was last seen at {}: it is removed at {} with what waits in it,"
              + " unless somebody attaches as {} before",
          subscription.name(),
          brokerName,
          subscription.lastSeen(),
          expiry.expires(subscription, now).map(Instant::toString).orElse("never"),
          subscription.name());
    }
  }

  private void remove(RegisteredSubscription subscription) {
    SubscriptionName name = subscription.name();
    boolean wasThere = !isKeptByBroker || broker.removeSubscription(name);
    boolean isForgotten =
        isKeptByBroker
            ? subscriptions.forget(brokerName, name, subscription.lastSeen())
            : queues.expire(brokerName, name, subscription.lastSeen());
    if (isForgotten) {
      expired.increment();
      LOG.warn(
          "subscription {} on {} was last seen at {} and is removed{}",
          name,
          brokerName,
          subscription.lastSeen(),
          wasThere ? "" : " from the registry; the broker did not have it");
    }
  }
}
