package org.topicboards.requests;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** Something asked of the board service. */
public sealed interface Request {

  /**
   * Messages of the archive. Answered by a {@link Answer.Begin}, chunks of {@link HistoryLines} and
   * a {@link Answer.End}.
   *
   * @param join whether the service is to wait, for a moment, until the archive has everything that
   *     was posted before this request; {@link Answer.Begin#joined} says whether it has. A
   *     {@linkplain HistoryQuery.Start.At cursor} then goes on to what is archived by then, beyond
   *     its own end
   * @param credit how much of it to send
   * @param heard what the asker has and wants left out, as far as the service knows the places; on
   *     transports that lose messages
   */
  record History(HistoryQuery query, boolean join, Credit credit, List<HeardMessages> heard)
      implements Request {

    /** The most publishers of which a request says what was heard. */
    static final int MOST_PUBLISHERS = 256;

    /** Copies the list. */
    public History {
      heard = List.copyOf(heard);
      if (heard.size() > MOST_PUBLISHERS) {
        throw new IllegalArgumentException(
            "what was heard is of more than " + MOST_PUBLISHERS + " publishers");
      }
    }

    /** Leaves out nothing. */
    public History(HistoryQuery query, boolean join, Credit credit) {
      this(query, join, credit, List.of());
    }
  }

  /**
   * Moves the cursor of a subscriber on for whom nothing but the archive keeps messages. Answered
   * by an {@link Answer.End}.
   *
   * @param cursor up to its {@link HistoryCursor#afterPosition} all is acknowledged
   */
  record Acknowledge(SubscriptionName subscriber, HistoryCursor cursor) implements Request {}

  /** Forgets such a subscriber and its cursor. Answered by an {@link Answer.End}. */
  record Forget(SubscriptionName subscriber) implements Request {}

  /**
   * All boards of the archive. Answered by chunks of {@link BoardLines} and a {@link Answer.End}.
   */
  record ListBoards() implements Request {}

  /**
   * The durable subscriptions on this broker. Answered by chunks of {@link SubscriptionLines} and a
   * {@link Answer.End}.
   */
  record ListSubscriptions() implements Request {}

  /**
   * Makes a board. Answered by an {@link Answer.End}.
   *
   * @param retention as {@code age=30d,count=1000000,bytes=10g}, null for the default
   */
  record CreateBoard(BoardName board, @Nullable String description, @Nullable String retention)
      implements Request {}

  /** Changes what is not null of a board's settings. Answered by an {@link Answer.End}. */
  record UpdateBoard(BoardName board, @Nullable String description, @Nullable String retention)
      implements Request {}

  /** Deletes a board with its messages. Answered by an {@link Answer.End}. */
  record DeleteBoard(BoardName board) implements Request {}
}
