package org.topicboards.system.crash;

import java.util.List;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What is posted on one broker and must arrive on the other. Thread-safe. */
final class RelayDirection implements AutoCloseable {

  private final RelayedBroker from;
  private final RelayedBroker to;
  private final Workload workload;
  private final Ledger ledger;
  private final Broker source;
  private final Broker target;
  private final Posters posters;
  private volatile int distinct;

  /** Begins to receive on the target. */
  RelayDirection(RelayedBroker from, RelayedBroker to, int messages, long seed) {
    this.from = from;
    this.to = to;
    this.workload = new Workload(topic(from), messages, seed);
    this.ledger = new Ledger(workload);
    this.source = Brokers.connect(from.uri());
    this.target = Brokers.connect(to.uri());
    this.posters = new Posters(source, workload);
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

  /** Begins to post. */
  void post() {
    posters.start();
  }

  /** How many of the messages have arrived. */
  int arrived() {
    return distinct;
  }

  /** How many have not been confirmed yet by the broker that they are posted to. */
  int unconfirmed() {
    return posters.unconfirmed();
  }

  /** Waits until everything is confirmed. */
  void awaitPosted() throws InterruptedException {
    posters.awaitConfirmed();
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
