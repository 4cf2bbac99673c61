package org.topicboards.service.store;

import java.time.Instant;
import java.util.List;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * A durable subscription to which somebody was attached.
 *
 * @param patterns the boards that it collects
 * @param seen when
 */
public record SeenSubscription(SubscriptionName name, List<BoardPattern> patterns, Instant seen) {

  /** Copies the list. */
  public SeenSubscription {
    patterns = List.copyOf(patterns);
  }
}
