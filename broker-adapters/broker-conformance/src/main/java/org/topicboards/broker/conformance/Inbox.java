package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.message.Message;

/** A handler that remembers what it was given. Thread-safe. */
final class Inbox implements MessageHandler {

  private final MessageHandler reaction;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<MisaddressedDelivery> misaddressed = new CopyOnWriteArrayList<>();
  private final List<Instant> interruptions = new CopyOnWriteArrayList<>();

  private Inbox(MessageHandler reaction) {
    this.reaction = reaction;
  }

  /** Acknowledges every message at once. */
  static Inbox acknowledging() {
    return new Inbox(Delivery::acknowledge);
  }

  /** Leaves every message unacknowledged. */
  static Inbox holding() {
    return new Inbox(delivery -> {});
  }

  /** Remembers every message, then does something with it. */
  static Inbox reacting(MessageHandler reaction) {
    return new Inbox(reaction);
  }

  @Override
  public void handle(Delivery delivery) throws Exception {
    synchronized (deliveries) {
      deliveries.add(delivery);
    }
    reaction.handle(delivery);
  }

  @Override
  public void handleMisaddressed(MisaddressedDelivery delivery) throws Exception {
    misaddressed.add(delivery);
    reaction.handleMisaddressed(delivery);
  }

  @Override
  public void interrupted(Instant since) {
    interruptions.add(since);
  }

  int count() {
    synchronized (deliveries) {
      return deliveries.size();
    }
  }

  List<Delivery> deliveries() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  List<Message> messages() {
    return deliveries().stream().map(Delivery::message).toList();
  }

  /** The bodies as text, in the order of delivery. */
  List<String> bodies() {
    return messages().stream().map(Inbox::text).toList();
  }

  List<MisaddressedDelivery> misaddressed() {
    return misaddressed;
  }

  List<Instant> interruptions() {
    return interruptions;
  }

  static String text(Message message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  /** Waits for at least so many deliveries. */
  Inbox awaitCount(int expected) {
    Waiting.until(
        () -> assertThat(count()).as("deliveries so far").isGreaterThanOrEqualTo(expected));
    return this;
  }

  /** Waits for a message with this body. */
  Inbox awaitBody(String body) {
    Waiting.until(() -> assertThat(bodies()).contains(body));
    return this;
  }
}
