package org.topicboards.service.requests;

import java.time.Instant;
import java.util.List;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.OfflineQueue;
import org.topicboards.service.store.OfflineQueues;
import org.topicboards.service.store.SeenSubscription;

/**
 * Named subscribers for whom the archive alone keeps messages. Where the broker has no durable
 * subscriptions they are in the registry as soon as they come, and out of it once they are
 * forgotten: announcements get lost there. Thread-safe.
 */
final class OfflineNames {

  private final String brokerName;
  private final boolean isRegistered;
  private final MessageStore store;

  OfflineNames(String brokerName, Broker broker, MessageStore store) {
    this.brokerName = brokerName;
    this.isRegistered = !broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    this.store = store;
  }

  /** What waits for one who has come with these patterns, and no others from now on. */
  OfflineQueue open(SubscriptionName name, List<BoardPattern> patterns) {
    if (isRegistered) { // before the queue is opened, so that it is not taken for abandoned
      store
          .subscriptions()
          .seen(brokerName, List.of(new SeenSubscription(name, patterns, Instant.now())));
    }
    return queues().open(brokerName, name, patterns);
  }

  /** Moves the cursor on; false if there is no such subscriber. */
  boolean advance(SubscriptionName name, long position) {
    return queues().advance(name, position);
  }

  /** Forgets one; false if there is no such subscriber. */
  boolean forget(SubscriptionName name) {
    if (isRegistered) {
      boolean unused = store.subscriptions().forget(brokerName, name, Instant.now());
    }
    return queues().remove(name);
  }

  private OfflineQueues queues() {
    return store.offlineQueues();
  }
}
