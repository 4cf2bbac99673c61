package org.topicboards.service.requests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** What is counted of requests on one broker. */
final class RequestMetrics implements AutoCloseable {

  final Counter answered;
  final Counter refused;
  final Counter messages;
  final Counter unheard;
  private final MeterRegistry registry;
  private final Gauge requestsInHand;

  RequestMetrics(MeterRegistry registry, String broker, IntSupplier inHand) {
    this.registry = registry;
    answered = counter(registry, broker, "boards.requests", "Requests answered");
    refused = counter(registry, broker, "boards.requests.refused", "Requests refused");
    messages =
        counter(registry, broker, "boards.history.messages", "Messages sent from the archive");
    unheard =
        counter(
            registry,
            broker,
            "boards.unheard",
            "Messages that a subscriber has lost and asked for, and that were not heard here"
                + " either");
    requestsInHand =
        Gauge.builder("boards.requests.in.hand", () -> inHand.getAsInt())
            .description("Requests being answered")
            .tag("broker", broker)
            .register(registry);
  }

  /** Shows no longer what is in hand, as another service on the broker may show its own. */
  @Override
  public void close() {
    registry.remove(requestsInHand);
  }

  private static Counter counter(
      MeterRegistry registry, String broker, String name, String description) {
    return Counter.builder(name).description(description).tag("broker", broker).register(registry);
  }
}
