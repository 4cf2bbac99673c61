package org.topicboards.subscriber;

import java.util.Optional;
import org.topicboards.broker.Broker;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;

/** What waits in a durable subscription. An ephemeral one has no backlog. */
final class Backlog {

  private final Broker broker;
  private final Optional<SubscriptionName> name;

  Backlog(Broker broker, Optional<SubscriptionName> name) {
    this.broker = broker;
    this.name = name;
  }

  /** How many messages wait now. */
  long size() {
    return name.flatMap(broker::subscriptionStatus)
        .map(SubscriptionStatus::waitingMessages)
        .orElse(0L);
  }

  /** Whether nothing waits any more, which another subscriber of the name can bring about. */
  boolean isGone() {
    return size() == 0;
  }
}
