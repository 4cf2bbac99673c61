package org.topicboards.requests;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * How a durable subscription stands.
 *
 * @param broker as the board service calls the broker that it is on
 * @param patterns the boards that it collects
 * @param state how it stands on the broker or in the archive, null if the broker could not be asked
 * @param lastSeen when the service last heard that somebody was attached
 * @param expires when it is removed unless somebody attaches before, null for never
 * @param isExpiring whether that is so near that it is warned of
 */
public record SubscriptionSummary(
    SubscriptionName name,
    String broker,
    List<BoardPattern> patterns,
    @Nullable State state,
    Instant lastSeen,
    @Nullable Instant expires,
    boolean isExpiring) {

  /** Copies the list. */
  public SubscriptionSummary {
    patterns = List.copyOf(patterns);
  }

  /** What a broker says of a subscription. */
  public sealed interface State {

    /**
     * It is there.
     *
     * @param waitingMessages messages not yet delivered
     * @param attached subscribers connected now
     */
    record Present(long waitingMessages, int attached) implements State {}

    /**
     * The archive keeps what waits, because the transport keeps nothing; so nobody knows who is
     * connected now.
     *
     * @param waitingMessages messages not yet acknowledged
     */
    record Kept(long waitingMessages) implements State {}

    /** The broker does not have it any more, or the archive in its place. */
    record Gone() implements State {}
  }
}
