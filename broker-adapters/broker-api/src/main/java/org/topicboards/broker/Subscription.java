package org.topicboards.broker;

import java.util.Collection;

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
   * Stops: waits for the handler to return from the message in hand, sends the acknowledgements
   * given so far, and leaves. What is not acknowledged is delivered again to this name's next
   * subscriber. Idempotent. Called from the handler itself it does not wait for the handler.
   */
  @Override
  void close();
}
