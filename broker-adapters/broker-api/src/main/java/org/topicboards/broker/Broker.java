package org.topicboards.broker;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.topicboards.message.BoardName;
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
   * Makes a durable subscription, or changes its patterns, without receiving anything: messages
   * wait for its first subscriber from now on. What it collects is from then on what the patterns
   * say, no more and no less; a board that is new to it starts now, and what waits already stays.
   * {@link #subscribe} does the same for a subscription with a name.
   *
   * @throws IllegalArgumentException if the options have no name
   * @throws GuaranteeNotMetException if the transport has no durable subscriptions
   * @throws BrokerException if the broker cannot be asked, or refuses
   */
  void declareSubscription(SubscriptionOptions options);

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

  /**
   * A reserved board for answers to this client, to be subscribed to without a name. Nothing is
   * left of it on the transport when the client has gone, or no more than a fixed number of boards
   * for all clients together: then others' answers come there, too, so whoever reads must know its
   * own by what it asked.
   *
   * @throws BrokerException if the broker cannot be asked, or refuses
   */
  BoardName replyBoard();

  /**
   * Waits until the archive, whichever process runs it, has acknowledged everything that was posted
   * before this call: on a transport that keeps messages what the broker had confirmed, else what
   * the archive of this very broker object had heard.
   *
   * @param timeout the longest to wait
   * @return false if the time ran out, for example because no board service runs
   * @throws BrokerException if the broker cannot be asked, or refuses
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  boolean awaitArchived(Duration timeout) throws InterruptedException;

  /** What this transport promises. */
  Set<Guarantee> guarantees();

  /** Whether every connection that this broker holds is up at this moment. */
  boolean isConnected();

  /** Closes every publisher and subscription made here, then the connections. Idempotent. */
  @Override
  void close();
}
