package org.topicboards.service.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * A durable subscription in the registry.
 *
 * @param patterns the boards that it collects
 * @param lastSeen when somebody was last known to be attached
 * @param warned when it was told that it will expire, null if it was not since then
 */
public record RegisteredSubscription(
    SubscriptionName name,
    List<BoardPattern> patterns,
    Instant lastSeen,
    @Nullable Instant warned) {

  /** Copies the list. */
  public RegisteredSubscription {
    patterns = List.copyOf(patterns);
  }
}
