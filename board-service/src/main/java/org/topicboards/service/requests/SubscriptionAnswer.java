package org.topicboards.service.requests;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Guarantee;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.SubscriptionLines;
import org.topicboards.requests.SubscriptionSummary;
import org.topicboards.requests.SubscriptionSummary.State;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.RegisteredSubscription;

/**
 * Sends the durable subscriptions on a broker, and how each stands there. The broker, or the
 * archive where that keeps what waits, is asked for one in each step.
 */
final class SubscriptionAnswer implements Answering {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionAnswer.class);

  private final String brokerName;
  private final Broker broker;
  private final MessageStore store;
  private final SubscriptionExpiry expiry;
  private final LineChunks lines;
  private @Nullable Deque<RegisteredSubscription> rest;

  SubscriptionAnswer(
      String brokerName,
      Broker broker,
      MessageStore store,
      SubscriptionExpiry expiry,
      Reply reply) {
    this.brokerName = brokerName;
    this.broker = broker;
    this.store = store;
    this.expiry = expiry;
    this.lines = new LineChunks(reply);
  }

  @Override
  public boolean step() {
    if (rest == null) {
      rest = new ArrayDeque<>(store.subscriptions().list(brokerName));
    }
    RegisteredSubscription next = rest.poll();
    if (next == null) {
      lines.end();
      return false;
    }
    lines.add(SubscriptionLines.write(summary(next)));
    return true;
  }

  private SubscriptionSummary summary(RegisteredSubscription subscription) {
    return new SubscriptionSummary(
        subscription.name(),
        brokerName,
        subscription.patterns(),
        state(subscription.name()),
        subscription.lastSeen(),
        expiry.expires(subscription, Instant.now()).orElse(null),
        expiry.age() != null && subscription.warned() != null);
  }

  private @Nullable State state(SubscriptionName name) {
    if (!broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
      OptionalLong waiting = store.offlineQueues().waiting(name);
      return waiting.isPresent() ? new State.Kept(waiting.getAsLong()) : new State.Gone();
    }
    try {
      return broker
          .subscriptionStatus(name)
          .<State>map(status -> new State.Present(status.waitingMessages(), status.consumers()))
          .orElseGet(State.Gone::new);
    } catch (BrokerException e) {
      LOG.debug("the broker cannot be asked for {}: {}", name, e.getMessage());
      return null;
    }
  }
}
