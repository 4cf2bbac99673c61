package org.topicboards.service.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;
import org.topicboards.broker.Subscription;
import org.topicboards.service.broker.SubscriptionLag;

/** What a relay counts. */
final class RelayMetrics {

  final Counter relayed;
  final Counter passedOver;
  final Counter failures;
  final Counter refused;
  final Counter interruptions;
  final Counter gaps;
  private final MeterRegistry registry;
  private final Tags tags;

  /** Registers them with the tag {@code relay}. */
  RelayMetrics(MeterRegistry registry, String relay) {
    this.registry = registry;
    this.tags = Tags.of("relay", relay);
    relayed = counter("boards.relayed", "Messages that the target has confirmed");
    passedOver =
        counter(
            "boards.relay.passed.over",
            "Messages that have been on the target, come to it another way, or have no board");
    failures = counter("boards.relay.failures", "Attempts to post a message that failed");
    refused =
        counter(
            "boards.relay.refused",
            "Messages that the target will not take, sent to the dead-letter board of the source");
    interruptions =
        counter(
            "boards.relay.interruptions",
            "Times that a source without durable subscriptions was not heard for a while");
    gaps =
        counter(
            "boards.relay.gaps",
            "Times that messages of a board were gone from the source before they were taken");
  }

  /** Shows how far the relay is behind. */
  void follow(SubscriptionLag lag) {
    Gauge.builder("boards.relay.lag", lag, SubscriptionLag::messages)
        .description("Messages posted on the source and not yet relayed")
        .baseUnit("messages")
        .tags(tags)
        .register(registry);
  }

  /** Shows what a source that may lose messages has lost. */
  void follow(Subscription subscription) {
    FunctionCounter.builder("boards.relay.lost", subscription, RelayMetrics::lost)
        .description("Messages that were sent and not heard, so that they are not relayed")
        .tags(tags)
        .register(registry);
  }

  /** Shows what an audit has found. */
  <T> void follow(T audit, ToDoubleFunction<T> differences) {
    Gauge.builder("boards.relay.differences", audit, differences)
        .description("Messages that are not the same on both sides of the relay")
        .baseUnit("messages")
        .tags(tags)
        .register(registry);
  }

  /** What a subscription has lost, 0 where nothing can be lost. */
  static long lost(Subscription subscription) {
    return subscription.reception().map(reception -> reception.total().lost()).orElse(0L);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
