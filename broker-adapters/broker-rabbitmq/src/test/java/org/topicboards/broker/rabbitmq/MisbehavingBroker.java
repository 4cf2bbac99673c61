package org.topicboards.broker.rabbitmq;

import org.topicboards.broker.Broker;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.PassingBroker;

/** A real adapter that breaks one promise on purpose. */
final class MisbehavingBroker extends PassingBroker {

  private final Misbehaviour misbehaviour;

  MisbehavingBroker(Broker broker, Misbehaviour misbehaviour) {
    super(broker);
    this.misbehaviour = misbehaviour;
  }

  @Override
  public Publisher publisher(PublisherOptions options) {
    return misbehaviour.around(super.publisher(options));
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    return super.subscribe(options, misbehaviour.around(handler));
  }
}
