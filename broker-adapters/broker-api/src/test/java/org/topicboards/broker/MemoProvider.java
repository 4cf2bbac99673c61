package org.topicboards.broker;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/**
 * The smallest transport there can be, found through {@code META-INF/services}: it confirms each
 * message and forgets it.
 */
public final class MemoProvider implements BrokerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public MemoProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memo", "memos", "claimed-twice");
  }

  @Override
  public Set<Guarantee> guarantees(BrokerUri uri) {
    return uri.scheme().equals("memos")
        ? Set.of(Guarantee.CONFIRMED, Guarantee.UNROUTED_REPORTED)
        : Set.of(Guarantee.CONFIRMED);
  }

  @Override
  public Broker connect(BrokerUri uri, ConnectOptions options) {
    if (uri.path().isPresent()) {
      throw new BadConfigurationException("memo:// has no path");
    }
    return new MemoBroker(uri, options);
  }

  /** What was connected, and with what. */
  record MemoBroker(BrokerUri uri, ConnectOptions options) implements Broker {
    @Override
    public Publisher publisher(PublisherOptions publisherOptions) {
      return new MemoPublisher();
    }

    @Override
    public Subscription subscribe(SubscriptionOptions subscription, MessageHandler handler) {
      throw new GuaranteeNotMetException("memo:// forgets every message");
    }

    @Override
    public void declareSubscription(SubscriptionOptions subscription) {
      throw new GuaranteeNotMetException("memo:// forgets every message");
    }

    @Override
    public BoardName replyBoard() {
      return BoardName.of("_reply.memo");
    }

    @Override
    public boolean awaitArchived(Duration timeout) {
      return false;
    }

    @Override
    public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
      return Optional.empty();
    }

    @Override
    public boolean removeSubscription(SubscriptionName name) {
      return false;
    }

    @Override
    public Set<Guarantee> guarantees() {
      return new MemoProvider().guarantees(uri);
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class MemoPublisher implements Publisher {
    @Override
    public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
      return CompletableFuture.completedStage(PublishReceipt.UNROUTED);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
