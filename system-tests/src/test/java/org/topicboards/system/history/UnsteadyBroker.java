package org.topicboards.system.history;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** Loses one in ten of the messages that are posted, and sends another one in ten twice. */
record UnsteadyBroker(Broker broker, Random random) implements Broker {

  @Override
  public Publisher publisher(PublisherOptions options) {
    return new UnsteadyPublisher(broker.publisher(options), random);
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
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    return broker.subscriptionStatus(name);
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    return broker.removeSubscription(name);
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
  public Set<Guarantee> guarantees() {
    Set<Guarantee> guarantees = EnumSet.copyOf(broker.guarantees());
    guarantees.remove(Guarantee.AT_LEAST_ONCE);
    return guarantees;
  }

  @Override
  public boolean isConnected() {
    return broker.isConnected();
  }

  @Override
  public void close() {
    broker.close();
  }

  private record UnsteadyPublisher(Publisher publisher, Random random) implements Publisher {

    @Override
    public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
      int chance = random.nextInt(10);
      if (chance == 0) {
        return CompletableFuture.completedStage(PublishReceipt.ROUTED);
      }
      CompletionStage<PublishReceipt> stage = publisher.publish(board, message);
      return chance == 1 ? publisher.publish(board, message) : stage;
    }

    @Override
    public void flush() {
      publisher.flush();
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
