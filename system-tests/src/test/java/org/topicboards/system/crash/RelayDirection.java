package org.topicboards.system.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What is posted on one broker and must arrive on the other. Thread-safe. */
final class RelayDirection implements AutoCloseable {

  /** Longer than any restart of a broker takes. */
  private static final PublisherOptions PATIENT =
      PublisherOptions.DEFAULTS.within(Duration.ofMinutes(5));

  private final RelayedBroker from;
  private final RelayedBroker to;
  private final Workload workload;
  private final Ledger ledger;
  private final Broker source;
  private final Broker target;
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Thread> posting = new ArrayList<>();
  private final AtomicInteger unconfirmed = new AtomicInteger();
  private volatile int distinct;

  /** Begins to receive on the target. */
  RelayDirection(RelayedBroker from, RelayedBroker to, int messages, long seed) {
    this.from = from;
    this.to = to;
    this.workload = new Workload(topic(from), messages, seed);
    this.ledger = new Ledger(workload);
    this.source = Brokers.connect(from.uri());
    this.target = Brokers.connect(to.uri());
    // Before anything is posted: a broker that is flooded may not answer in time.
    for (int i = 0; i < workload.sources(); i++) {
      publishers.add(source.publisher(PATIENT));
    }
    // Ends with the broker's close.
    var unused =
        target.subscribe(
            SubscriptionOptions.durable(
                SubscriptionName.of("drill"), List.of(BoardPattern.of(topic(from) + ".#"))),
            this::receive);
  }

  /** The first word of what is posted on a broker. */
  static String topic(RelayedBroker broker) {
    return "from-" + broker.name();
  }

  String name() {
    return from.name() + "->" + to.name();
  }

  int messages() {
    return workload.messages();
  }

  /** Begins to post, each source on a thread of its own. */
  void post() {
    unconfirmed.set(workload.messages());
    for (int i = 0; i < workload.sources(); i++) {
      List<Workload.Posting> postings = workload.of(i);
      Publisher publisher = publishers.get(i);
      Thread thread = new Thread(() -> post(publisher, postings), "post " + name());
      thread.start();
      posting.add(thread);
    }
  }

  /** How many of the messages have arrived. */
  int arrived() {
    return distinct;
  }

  /** How many have not been confirmed yet by the broker that they are posted to. */
  int unconfirmed() {
    return unconfirmed.get();
  }

  /** Waits until everything is confirmed. */
  void awaitPosted() throws InterruptedException {
    for (Thread thread : posting) {
      thread.join();
    }
    if (unconfirmed() > 0) {
      throw new DrillException(name() + ": " + unconfirmed() + " messages were not confirmed");
    }
  }

  /** What has arrived, compared with what was posted. */
  Ledger.Totals totals() {
    synchronized (ledger) {
      return ledger.totals();
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  private void post(Publisher publisher, List<Workload.Posting> postings) {
    List<CompletableFuture<Void>> confirmations = new ArrayList<>(postings.size());
    for (Workload.Posting each : postings) {
      confirmations.add(
          publisher
              .publish(each.board(), each.message())
              .thenAccept(receipt -> unconfirmed.decrementAndGet())
              .toCompletableFuture());
    }
    confirmations.forEach(CompletableFuture::join);
  }

  private void receive(Delivery delivery) {
    synchronized (ledger) {
      ledger.enter(
          delivery.message().source(),
          delivery.message().id(),
          delivery.board().value(),
          delivery.message().body());
      distinct = ledger.distinct();
    }
    delivery.acknowledge();
  }
}
