package org.topicboards.broker;

import java.util.Optional;
import java.util.Set;
import org.topicboards.message.SubscriptionName;

/**
 * A connected transport: makes publishers and subscriptions and administers them.
 *
 * <p>Thread-safe. A lost connection is restored by the adapter, for as long as it takes; meanwhile
 * publishers hold back and subscriptions wait. Closing a broker closes what it made, publishers
 * (which flush) before subscriptions.
 */
public interface Broker extends AutoCloseable {

  /**
   * A new publisher. Blocks until it could publish, at most for the connect timeout.
   *
   * @throws BrokerException as {@link Brokers#connect} does
   */
  Publisher publisher(PublisherOptions options);

  /**
   * Starts a subscription. When this returns, every message published afterwards to a matching
   * board will be delivered.
   *
   * @param handler gets the messages, one at a time
   * @throws GuaranteeNotMetException if a durable subscription is asked for and the transport has
   *     none
   * @throws BrokerException as {@link Brokers#connect} does
   */
  Subscription subscribe(SubscriptionOptions options, MessageHandler handler);

  /**
   * How a durable subscription stands, or nothing where there is none of that name.
   *
   * @throws BrokerException if the broker cannot be asked
   */
  Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name);

  /**
   * Deletes a durable subscription and what waits in it.
   *
   * @return whether there was one
   * @throws BrokerException if the broker cannot be asked, or refuses
   */
  boolean removeSubscription(SubscriptionName name);

  /** What this transport promises. */
  Set<Guarantee> guarantees();

  /** Whether every connection that this broker holds is up at this moment. */
  boolean isConnected();

  /** Closes every publisher and subscription made here, then the connections. Idempotent. */
  @Override
  void close();
}
