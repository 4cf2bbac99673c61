package org.topicboards.requests;

import java.util.List;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** Something that the registry of durable subscriptions is told. */
public sealed interface Announcement {

  /** The subscription. */
  SubscriptionName name();

  /**
   * Somebody has attached to it, or is attached still.
   *
   * @param patterns the boards that it collects
   */
  record Attached(SubscriptionName name, List<BoardPattern> patterns) implements Announcement {
    /** Copies the list. */
    public Attached {
      patterns = List.copyOf(patterns);
      if (patterns.isEmpty()) {
        throw new IllegalArgumentException("a subscription needs at least one pattern");
      }
    }
  }

  /** It was removed. */
  record Removed(SubscriptionName name) implements Announcement {}
}
