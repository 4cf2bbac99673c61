package org.topicboards.service.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * How far named subscribers have got who use a transport that keeps nothing for them: what waits
 * for one is what the archive holds behind its cursor, on the boards that it collects. Thread-safe.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be used now.
 */
public interface OfflineQueues {

  /**
   * What waits for a subscriber who comes with these patterns, in one durable transaction. One that
   * is new begins at the end of the archive. So does a pattern that is new; those that it had
   * before stay as they are, and those that it does not come with are dropped.
   *
   * @param broker over which it comes, as the service calls it
   */
  OfflineQueue open(String broker, SubscriptionName name, List<BoardPattern> patterns);

  /** What waits for a subscriber, nothing if there is none of that name. */
  Optional<OfflineQueue> find(SubscriptionName name);

  /**
   * How many messages wait for a subscriber, nothing if there is none of that name. Where an import
   * has left sequences out on a board, they may be counted.
   */
  OptionalLong waiting(SubscriptionName name);

  /**
   * Moves a cursor on; never back.
   *
   * @param position up to which the subscriber has acknowledged everything
   * @return false, with nothing changed, if there is no such subscriber
   */
  boolean advance(SubscriptionName name, long position);

  /**
   * Forgets a subscriber.
   *
   * @return whether there was one
   */
  boolean remove(SubscriptionName name);

  /**
   * Takes an abandoned subscription out of the {@linkplain Subscriptions registry}, unless somebody
   * was attached to it after {@code lastSeen}, and with it forgets the subscriber, unless it came
   * over another broker since; in one durable transaction.
   *
   * @return whether it was in the registry and is not any more
   */
  boolean expire(String broker, SubscriptionName name, Instant lastSeen);
}
