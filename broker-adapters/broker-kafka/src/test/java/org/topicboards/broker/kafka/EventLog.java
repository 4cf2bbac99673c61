package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.MessageHandler;

/** A handler that writes down bodies and gaps in their order, then reacts. Thread-safe. */
final class EventLog implements MessageHandler {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final MessageHandler reaction;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  EventLog(MessageHandler reaction) {
    this.reaction = reaction;
  }

  static EventLog acknowledging() {
    return new EventLog(Delivery::acknowledge);
  }

  /** Acknowledges nothing by itself. */
  static EventLog keeping() {
    return new EventLog(delivery -> {});
  }

  @Override
  public void handle(Delivery delivery) throws Exception {
    deliveries.add(delivery);
    events.add(body(delivery));
    reaction.handle(delivery);
  }

  @Override
  public void gap(Gap gap) {
    events.add(
        "gap of %s on %s"
            .formatted(gap.count().isPresent() ? gap.count().getAsLong() : "?", gap.board()));
  }

  static String body(Delivery delivery) {
    return new String(delivery.message().body(), UTF_8);
  }

  List<String> events() {
    return events;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Waits for exactly these events. */
  void awaitEvents(String... expected) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events).containsExactly(expected));
  }

  /** Waits for an event. */
  void awaitEvent(String event) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).contains(event));
  }
}
