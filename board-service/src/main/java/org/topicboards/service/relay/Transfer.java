package org.topicboards.service.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/**
 * One message on its way from one broker to the other. Not a record: each is equal to itself only.
 */
final class Transfer {

  private final long number;
  private final Delivery delivery;
  private final Message outgoing;

  /** All deliveries of the message, guarded by this; more than one after a lost connection. */
  private final List<Delivery> deliveries = new ArrayList<>(1);

  private final AtomicInteger attempts = new AtomicInteger();

  /**
   * A message that was taken.
   *
   * @param number rises with every message taken
   * @param outgoing the message as it is to be posted
   */
  Transfer(long number, Delivery delivery, Message outgoing) {
    this.number = number;
    this.delivery = delivery;
    this.outgoing = outgoing;
    deliveries.add(delivery);
  }

  long number() {
    return number;
  }

  BoardName board() {
    return delivery.board();
  }

  /** The message as it was taken. */
  Message incoming() {
    return delivery.message();
  }

  /** The message as it is to be posted. */
  Message outgoing() {
    return outgoing;
  }

  MessageIdentity identity() {
    return MessageIdentity.of(board(), outgoing);
  }

  /** Whose order it belongs to. */
  Lane.Key lane() {
    return new Lane.Key(board(), outgoing.source());
  }

  /** How often it was posted. */
  int attempts() {
    return attempts.get();
  }

  /** Counts one more attempt. */
  void beginAttempt() {
    attempts.incrementAndGet();
  }

  /** The message was delivered again, and both deliveries wait for the same confirmation. */
  synchronized void joinedBy(Delivery again) {
    deliveries.add(again);
  }

  synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Gives it up: the message goes to the dead-letter board of the broker that it came from. */
  void refuse(String reason) {
    deliveries().forEach(each -> each.retry(reason));
  }
}
