package org.topicboards.broker.rabbitmq;

import java.util.Optional;
import java.util.Set;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;

/** A real adapter that breaks one promise on purpose. */
record MisbehavingBroker(Broker honest, Misbehaviour misbehaviour) implements Broker {

  @Override
  public Publisher publisher(PublisherOptions options) {
    return misbehaviour.around(honest.publisher(options));
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    return honest.subscribe(options, misbehaviour.around(handler));
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    return honest.subscriptionStatus(name);
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    return honest.removeSubscription(name);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return honest.guarantees();
  }

  @Override
  public boolean isConnected() {
    return honest.isConnected();
  }

  @Override
  public void close() {
    honest.close();
  }
}
