package org.topicboards.service.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.broker.SubscriptionLag;
import org.topicboards.service.relay.Sighting.Side;

/**
 * Takes messages from one broker and posts them to another. A message is acknowledged when the
 * target has confirmed it, and not before. Thread-safe.
 */
final class Relay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private static final int PREFETCH_MESSAGES = 2_000;
  private static final long PREFETCH_BYTES = 16L << 20;

  /** Attempts are the forwarder's; what it gives up becomes a dead letter at once. */
  private static final RetryPolicy NO_RETRY =
      new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final long FINISH_MILLIS = 5_000;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final RelayRule rule;
  private final RelayRoutes routes;
  private final @Nullable Ledger ledger;
  private final RelayMetrics metrics;
  private final BrokerEnd source;
  private final RelayTarget target;
  private final Transfers transfers = new Transfers();
  private final Fingerprints fingerprints = new Fingerprints();
  private final Forwarder forwarder;
  private final Batches<Transfer> settling;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable SubscriptionLag lag;
  private volatile boolean closing;

  /** A relay that does nothing yet; with a ledger it keeps books. */
  Relay(
      RelayRule rule,
      RelayPlan plan,
      RelayRoutes routes,
      @Nullable Ledger ledger,
      Arrivals arrivals,
      MeterRegistry registry) {
    this.rule = rule;
    this.routes = routes;
    this.ledger = ledger;
    this.metrics = new RelayMetrics(registry, rule.name());
    this.source =
        new BrokerEnd(rule.from(), Objects.requireNonNull(plan.brokers().get(rule.from())));
    this.target =
        new RelayTarget(rule, Objects.requireNonNull(plan.brokers().get(rule.to())), arrivals);
    this.forwarder = new Forwarder(rule.name(), target::publish, new Outcome());
    this.settling = new Batches<>("relay " + rule.name() + " settling", this::settle);
  }

  /** Returns when messages wait on the source for this relay, as {@link BrokerEnd#attach} does. */
  void attachSource() throws InterruptedException {
    source.attach(this::take);
  }

  /** Returns when messages can be posted to the target, as {@link BrokerEnd#attach} does. */
  void attachTarget() throws InterruptedException {
    target.attach();
  }

  RelayRule rule() {
    return rule;
  }

  RelayMetrics metrics() {
    return metrics;
  }

  /** How many messages were relayed. */
  long relayed() {
    return (long) metrics.relayed.count();
  }

  /** How many messages the source has lost, where it may lose any. */
  long lost() {
    Subscription taking = subscription;
    return taking == null ? 0 : RelayMetrics.lost(taking);
  }

  /** Why messages are not relayed, one line each; nothing while they are. */
  List<String> faults() {
    List<String> faults = new ArrayList<>(source.faults());
    faults.addAll(target.faults());
    forwarder.fault().ifPresent(faults::add);
    settling.fault().ifPresent(faults::add);
    if (faults.isEmpty() && transfers.nanosWithoutProgress() > STALLED_NANOS) {
      faults.add("relay " + rule.name() + ": " + rule.to() + " does not confirm what is posted");
    }
    return faults;
  }

  /** Finishes what is under way, for some seconds at most, and leaves both brokers. Idempotent. */
  @Override
  public void close() {
    closing = true;
    SubscriptionLag polling = lag;
    if (polling != null) {
      polling.close();
    }
    try {
      if (target.faults().isEmpty()) {
        transfers.awaitNone(FINISH_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forwarder.close();
    target.close();
    settling.close();
    source.close();
  }

  private void take(Broker broker) {
    boolean durable = broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    SubscriptionName name = durable ? SubscriptionName.relay(rule.from(), rule.to()) : null;
    SubscriptionOptions options =
        new SubscriptionOptions(
            name, rule.patterns(), PREFETCH_MESSAGES, PREFETCH_BYTES, NO_RETRY, true);
    Subscription taking = broker.subscribe(options, new Feed());
    subscription = taking;
    SubscriptionLag polling = new SubscriptionLag(broker, name, transfers::underWay);
    lag = polling;
    metrics.follow(polling);
    if (!durable) {
      metrics.follow(taking);
      LOG.warn("relay {}: {} keeps no messages, only what is heard is relayed", rule, rule.from());
    }
  }

  private void settle(List<Transfer> arrived) {
    if (ledger != null) {
      List<Sighting> sightings =
          arrived.stream().map(each -> fingerprints.of(each.board(), each.outgoing())).toList();
      ledger.book(rule.name(), Side.TAKEN, sightings);
    }
    transfers.finish(arrived);
    arrived.forEach(each -> each.deliveries().forEach(Delivery::acknowledge));
    metrics.relayed.increment(arrived.size());
  }

  /** The source's side. What it leaves unsettled comes again to the next service. */
  private final class Feed implements MessageHandler {

    @Override
    public void handle(Delivery delivery) {
      if (closing) {
        return;
      }
      Hops hops = Hops.of(delivery.message());
      if (!routes.carries(rule.from(), rule.to(), delivery.board(), hops)) {
        metrics.passedOver.increment();
        delivery.acknowledge();
        return;
      }
      Optional<Transfer> transfer =
          transfers.begin(delivery, hops.plus(rule.from()).on(delivery.message()));
      transfer.ifPresent(forwarder::forward);
    }

    @Override
    public void handleMisaddressed(MisaddressedDelivery delivery) {
      metrics.passedOver.increment();
      delivery.acknowledge();
    }

    @Override
    public void interrupted(Instant since) {
      metrics.interruptions.increment();
      LOG.warn("relay {}: messages sent since {} may be missing", rule.name(), since);
    }

    @Override
    public void gap(Gap gap) {
      metrics.gaps.increment();
      LOG.warn("relay {}: {}", rule.name(), gap);
    }
  }

  /** The target's side. */
  private final class Outcome implements Forwarder.Results {

    @Override
    public void posted(Transfer transfer) {
      try {
        settling.put(transfer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // it stays unacknowledged
      }
    }

    @Override
    public void failed() {
      metrics.failures.increment();
    }

    @Override
    public void refused(Transfer transfer, String reason) {
      metrics.failures.increment();
      metrics.refused.increment();
      LOG.warn(
          "relay {}: {} goes to the dead letters of {}: {}",
          rule.name(),
          transfer.outgoing(),
          rule.from(),
          reason);
      transfers.forget(transfer);
      transfer.refuse(reason);
    }
  }
}
