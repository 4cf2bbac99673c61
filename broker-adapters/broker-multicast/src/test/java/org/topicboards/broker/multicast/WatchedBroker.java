package org.topicboards.broker.multicast;

import java.util.function.Consumer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.PassingBroker;

/** Tells of each subscription, so that what it counts can be asked for. */
final class WatchedBroker extends PassingBroker {

  private final Consumer<Subscription> watcher;

  WatchedBroker(Broker broker, Consumer<Subscription> watcher) {
    super(broker);
    this.watcher = watcher;
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    Subscription subscription = super.subscribe(options, handler);
    watcher.accept(subscription);
    return subscription;
  }
}
