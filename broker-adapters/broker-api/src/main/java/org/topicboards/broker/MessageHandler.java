package org.topicboards.broker;

import java.time.Instant;

/**
 * The subscriber's side. A subscription calls it from one thread at a time, in the order of
 * delivery; while it is blocked, at most the prefetch is held here and the rest waits on the
 * broker.
 */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Takes one message. Returning does not acknowledge it; {@link Delivery#acknowledge} does, now or
   * later.
   *
   * @throws Exception to have the message delivered again, as {@link Delivery#retry} says
   */
  void handle(Delivery delivery) throws Exception;

  /**
   * Takes what lies on the broker but was posted to no board, such as a foreign message with a
   * routing key that is no board name. Acknowledges it unless overridden: nobody can ask for it by
   * name.
   */
  default void handleMisaddressed(MisaddressedDelivery delivery) throws Exception {
    delivery.acknowledge();
  }

  /**
   * Told when an ephemeral subscription is back after its connection was lost: what was posted
   * between {@code since} and now may be missing.
   */
  default void interrupted(Instant since) {}

  /**
   * Told that messages can no longer be delivered, for example because they expired on the broker
   * while the subscriber was away. Comes before the next message of that board.
   */
  default void gap(Gap gap) {}

  /**
   * Told on transports that count what they lose that messages of a publisher did not arrive: after
   * those it sent before them, and before those behind them.
   */
  default void lost(LostMessages lost) {}
}
