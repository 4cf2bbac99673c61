package org.topicboards.broker;

import java.util.Collection;
import java.util.Optional;

/**
 * A running subscription. Thread-safe. It lasts until {@link #close}, through lost connections.
 *
 * <p>A durable subscription goes on collecting on the broker after it is closed here; {@link
 * Broker#removeSubscription} ends that.
 */
public interface Subscription extends AutoCloseable {

  /**
   * Acknowledges several deliveries of this subscription at once, which costs less than one by one.
   * Deliveries settled before are passed over.
   */
  void acknowledge(Collection<? extends Delivery> deliveries);

  /**
   * What was received and what was lost so far; empty where the transport itself guarantees
   * delivery, so that there is nothing to count. Still readable after {@link #close}.
   */
  default Optional<Reception> reception() {
    return Optional.empty();
  }

  /**
   * Stops: waits for the handler to return from the message in hand, sends the acknowledgements
   * given so far, and leaves. What is not acknowledged is delivered again to this name's next
   * subscriber. Idempotent. Called from the handler itself it does not wait for the handler.
   */
  @Override
  void close();
}
