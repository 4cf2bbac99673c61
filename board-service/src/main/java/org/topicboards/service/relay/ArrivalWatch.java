package org.topicboards.service.relay;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.relay.Sighting.Side;

/**
 * Sees what arrives on the target of a relay, as any subscriber there does, and books it.
 * Thread-safe.
 */
final class ArrivalWatch implements Arrivals, MessageHandler {

  private static final int PREFETCH_MESSAGES = 1_000;
  private static final long PREFETCH_BYTES = 16L << 20;

  private final RelayRule rule;
  private final Ledger ledger;
  private final Fingerprints fingerprints = new Fingerprints();
  private final Batches<Delivery> arrivals;
  private final AtomicLong seen = new AtomicLong();
  private volatile @Nullable Broker broker;
  private long goal;
  private long goalSetMillis;
  private long caughtUpMillis;

  ArrivalWatch(RelayRule rule, Ledger ledger) {
    this.rule = rule;
    this.ledger = ledger;
    this.arrivals = new Batches<>("relay " + rule.name() + " arrivals", this::book);
  }

  /** The subscription by which the arrivals of a relay are seen. */
  static SubscriptionName subscription(RelayRule rule) {
    return SubscriptionName.relay(rule.from(), rule.to(), "arrivals");
  }

  /** Begins to watch: what is posted from now on is seen, as far as the transport delivers it. */
  @Override
  public void attach(Broker target) {
    SubscriptionOptions options =
        target.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)
            ? SubscriptionOptions.durable(subscription(rule), rule.patterns())
            : SubscriptionOptions.ephemeral(rule.patterns());
    // The broker's close ends the subscription.
    var unused =
        target.subscribe(
            options
                .prefetch(PREFETCH_MESSAGES, PREFETCH_BYTES)
                .retrying(RetryPolicy.FOR_EVER)
                .workedByOne(),
            this);
    broker = target;
  }

  @Override
  public void handle(Delivery delivery) throws InterruptedException {
    if (rule.from().equals(Hops.of(delivery.message()).last())) {
      arrivals.put(delivery);
    } else {
      delivery.acknowledge(); // somebody else's message
      seen.incrementAndGet();
    }
  }

  /**
   * Up to when it has seen everything that was posted on the target, by this machine's clock in
   * milliseconds; 0 for never. Asks the broker how much waits: what came after that much more was
   * posted later.
   */
  synchronized long caughtUpMillis() {
    Broker attached = broker;
    if (attached == null) {
      return 0;
    }
    long nowMillis = System.currentTimeMillis();
    long seenNow = seen.get();
    long waiting =
        attached
            .subscriptionStatus(subscription(rule))
            .map(SubscriptionStatus::waitingMessages)
            .orElse(0L);
    if (waiting == 0) {
      caughtUpMillis = nowMillis;
    } else if (seenNow >= goal) {
      caughtUpMillis = goalSetMillis;
    }
    if (waiting == 0 || seenNow >= goal) {
      goal = seenNow + waiting + PREFETCH_MESSAGES;
      goalSetMillis = nowMillis;
    }
    return caughtUpMillis;
  }

  @Override
  public Optional<String> fault() {
    return arrivals.fault();
  }

  @Override
  public void close() {
    arrivals.close();
  }

  private void book(List<Delivery> batch) {
    List<Sighting> sightings =
        batch.stream()
            .map(delivery -> fingerprints.of(delivery.board(), delivery.message()))
            .toList();
    ledger.book(rule.name(), Side.ARRIVED, sightings);
    batch.forEach(Delivery::acknowledge);
    seen.addAndGet(batch.size());
  }
}
