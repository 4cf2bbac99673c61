package org.topicboards.service.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.topicboards.message.SubscriptionName;

/**
 * The durable subscriptions that were announced, for each broker by name. Thread-safe.
 *
 * <p>A broker is known by the name that the service gives it. Every method throws {@link
 * StoreUnavailableException} if the store cannot be used now.
 */
public interface Subscriptions {

  /** Those on a broker, by name. */
  List<RegisteredSubscription> list(String broker);

  /**
   * Notes, in one durable transaction, that somebody was attached to some subscriptions. One that
   * is not known is registered, one that is gets the patterns, and is not warned of any more. What
   * was seen earlier than is known already changes nothing.
   */
  void seen(String broker, Collection<SeenSubscription> subscriptions);

  /**
   * Notes that it was told that a subscription will expire, unless it was seen after {@code
   * lastSeen} or that was noted before.
   *
   * @return whether it was noted
   */
  boolean warned(String broker, SubscriptionName name, Instant lastSeen, Instant warned);

  /**
   * Forgets a subscription, unless it was seen after {@code lastSeen}.
   *
   * @return whether it was there and is forgotten
   */
  boolean forget(String broker, SubscriptionName name, Instant lastSeen);
}
