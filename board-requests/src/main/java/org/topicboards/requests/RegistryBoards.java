package org.topicboards.requests;

import java.util.List;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The reserved boards on which durable subscriptions are announced. */
public final class RegistryBoards {

  /** Where is announced that somebody has attached, or that a subscription was removed. */
  public static final BoardName REGISTRY = BoardName.of("_registry");

  /** Where those who are attached say so from time to time; nothing waits there. */
  public static final BoardName SEEN = BoardName.of("_registry.seen");

  /** The durable subscription in which announcements wait for a board service. */
  public static final SubscriptionName SERVICE = SubscriptionName.of("_registry");

  private RegistryBoards() {}

  /** The subscription of all services together in which announcements wait. */
  public static SubscriptionOptions services() {
    return SubscriptionOptions.durable(SERVICE, List.of(BoardPattern.of(REGISTRY.value())));
  }

  /** What a service listens to while it runs, where nothing can wait: everything. */
  public static SubscriptionOptions everything() {
    return SubscriptionOptions.ephemeral(
        List.of(BoardPattern.of(REGISTRY.value()), BoardPattern.of(SEEN.value())));
  }

  /** What a service listens to while it runs, beside {@link #services}. */
  public static SubscriptionOptions seen() {
    return SubscriptionOptions.ephemeral(List.of(BoardPattern.of(SEEN.value())));
  }
}
