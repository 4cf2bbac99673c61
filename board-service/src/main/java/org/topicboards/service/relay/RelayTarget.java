package org.topicboards.service.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Where a relay posts. Thread-safe. */
final class RelayTarget implements AutoCloseable {

  /**
   * The adapter keeps the order over an outage for as long as it does not give a message up, so it
   * must outlast every outage. (Kafka's clients give up after 24 days: they count milliseconds in
   * 31 bits.)
   */
  private static final Duration LONGEST_OUTAGE = Duration.ofDays(365);

  private static final PublisherOptions OPTIONS =
      PublisherOptions.DEFAULTS
          .window(4_000, 32L << 20)
          .within(LONGEST_OUTAGE)
          .closingWithin(Duration.ofSeconds(2));

  private final BrokerEnd end;
  private final Arrivals arrivals;
  private final CompletableFuture<Publisher> publisher = new CompletableFuture<>();

  /** The target of a rule, at {@code uri}. */
  RelayTarget(RelayRule rule, BrokerUri uri, Arrivals arrivals) {
    this.end = new BrokerEnd(rule.to(), uri);
    this.arrivals = arrivals;
  }

  /** Returns when messages can be posted, as {@link BrokerEnd#attach} does. */
  void attach() throws InterruptedException {
    end.attach(this::use);
  }

  /** Posts a message. Blocks until the broker was there once, and while it has no room for more. */
  CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    try {
      return publisher.join().publish(board, message);
    } catch (CancellationException e) {
      return CompletableFuture.failedFuture(new BrokerClosedException("the relay is closed", e));
    }
  }

  /** Why nothing can be posted, one line each; nothing while it can. */
  List<String> faults() {
    List<String> faults = new ArrayList<>(end.faults());
    arrivals.fault().ifPresent(faults::add);
    return faults;
  }

  /** Posts what it has for some seconds at most, and disconnects. Idempotent. */
  @Override
  public void close() {
    publisher.cancel(false);
    if (!publisher.isCancelled()) {
      publisher.join().close();
    }
    arrivals.close();
    end.close();
  }

  private void use(Broker broker) {
    arrivals.attach(broker);
    publisher.complete(broker.publisher(OPTIONS));
  }
}
