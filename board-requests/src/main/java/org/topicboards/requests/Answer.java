package org.topicboards.requests;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the answer to a request. An answer is a row of them, numbered from 1: for history
 * a {@link Begin}, any number of {@link Chunk}s and an {@link End}; or a {@link Refusal} alone or
 * in the middle.
 */
public sealed interface Answer {

  /**
   * What a history request means now that it is answered.
   *
   * @param cursor all of it
   * @param expired what was asked for and is not there any more
   * @param joined whether the archive had everything that was posted before the request
   * @param unheard how many of the messages that the asker has lost the service has not heard
   *     either
   * @param starts which of it does not wait for the subscriber who was named
   */
  record Begin(
      HistoryCursor cursor,
      List<ExpiredMessages> expired,
      boolean joined,
      long unheard,
      PatternStarts starts)
      implements Answer {

    /** The asker has lost nothing, and names no subscriber. */
    public Begin(HistoryCursor cursor, List<ExpiredMessages> expired, boolean joined) {
      this(cursor, expired, joined, 0, PatternStarts.NONE);
    }

    /** Copies the list. */
    public Begin {
      expired = List.copyOf(expired);
    }
  }

  /**
   * Bytes of JSON lines. A line may go on in the next chunk, but not beyond one that completes a
   * page.
   *
   * @param lines not copied, never to be written to; compared by identity
   * @param next where history goes on behind this page, null if the next chunk belongs to it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(byte[] lines, @Nullable HistoryCursor next) implements Answer {}

  /**
   * The answer is complete.
   *
   * @param next where to go on if the credit was used up before the end, else null
   * @param nextSequence the sequence behind the last one sent, where one board was asked for and
   *     more follows; else 0
   */
  record End(@Nullable HistoryCursor next, long nextSequence) implements Answer {

    /** Nothing more follows. */
    public static final End COMPLETE = new End(null, 0);
  }

  /**
   * The request cannot be answered.
   *
   * @param text what, which value, what to do; one line
   */
  record Refusal(Reason reason, String text) implements Answer {}

  /** Why a request cannot be answered. */
  enum Reason {
    /** It cannot be understood, or asks for what cannot be. */
    BAD_REQUEST,
    /** There is no such board. */
    NO_SUCH_BOARD,
    /** There is no such subscriber. */
    NO_SUCH_SUBSCRIBER,
    /** There is no such message, or not any more. */
    NO_SUCH_MESSAGE,
    /** There is a board of that name already. */
    BOARD_EXISTS,
    /** The archive cannot be used now; later it may. */
    UNAVAILABLE
  }
}
