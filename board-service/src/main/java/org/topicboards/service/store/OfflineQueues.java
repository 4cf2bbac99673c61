package org.topicboards.service.store;

import java.util.Optional;
import org.topicboards.message.SubscriptionName;

/**
 * How far named subscribers have got who use a transport that keeps nothing for them: what waits
 * for one is what the archive holds behind its cursor. Thread-safe.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be used now.
 */
public interface OfflineQueues {

  /** Where a subscriber begins; at the end of the archive, from now on, if it is new. */
  HistoryRequest.Start.Behind open(SubscriptionName name);

  /** Where a subscriber begins, nothing if there is none of that name. */
  Optional<HistoryRequest.Start.Behind> find(SubscriptionName name);

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
}
