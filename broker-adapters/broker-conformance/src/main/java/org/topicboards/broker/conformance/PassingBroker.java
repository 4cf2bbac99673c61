package org.topicboards.broker.conformance;

import java.time.Duration;
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
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** Passes every call on to another broker; subclasses change some, to watch or to disturb it. */
public class PassingBroker implements Broker {

  private final Broker broker;

  /** In front of {@code broker}. */
  public PassingBroker(Broker broker) {
    this.broker = broker;
  }

  @Override
  public Publisher publisher(PublisherOptions options) {
    return broker.publisher(options);
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    return broker.subscribe(options, handler);
  }

  @Override
  public void declareSubscription(SubscriptionOptions options) {
    broker.declareSubscription(options);
  }

  @Override
  public BoardName replyBoard() {
    return broker.replyBoard();
  }

  @Override
  public boolean awaitArchived(Duration timeout) throws InterruptedException {
    return broker.awaitArchived(timeout);
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    return broker.subscriptionStatus(name);
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    return broker.removeSubscription(name);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return broker.guarantees();
  }

  @Override
  public boolean isConnected() {
    return broker.isConnected();
  }

  @Override
  public void close() {
    broker.close();
  }
}
