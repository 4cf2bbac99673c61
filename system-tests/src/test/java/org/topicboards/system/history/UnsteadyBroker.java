package org.topicboards.system.history;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.conformance.PassingBroker;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Loses one in ten of the messages that are posted, and sends another one in ten twice. */
final class UnsteadyBroker extends PassingBroker {

  private final Random random;

  UnsteadyBroker(Broker broker, Random random) {
    super(broker);
    this.random = random;
  }

  @Override
  public Publisher publisher(PublisherOptions options) {
    return new UnsteadyPublisher(super.publisher(options), random);
  }

  @Override
  public Set<Guarantee> guarantees() {
    Set<Guarantee> guarantees = EnumSet.copyOf(super.guarantees());
    guarantees.remove(Guarantee.AT_LEAST_ONCE);
    return guarantees;
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
