package org.topicboards.requests;

import java.time.Instant;
import java.util.List;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * The stretch of the archive that somebody wants: messages of every board that matches one of the
 * patterns, merged in the archive's order, from a start to an end.
 *
 * <p>Times are those of archiving, which rise with the sequence; the times that messages carry are
 * their publishers' claim, in no order.
 *
 * @param boards one pattern or more; a board that matches several comes once
 */
public record HistoryQuery(List<BoardPattern> boards, Start start, End end) {

  /** The most patterns in one query. */
  public static final int MAX_BOARDS = 100;

  /** Copies the list and checks what can be checked without an archive. */
  public HistoryQuery {
    boards = List.copyOf(boards);
    if (boards.isEmpty() || boards.size() > MAX_BOARDS) {
      throw new IllegalArgumentException(
          "a request names 1 to " + MAX_BOARDS + " boards or patterns, not " + boards.size());
    }
    boolean asksForSequences = start instanceof Start.From || end instanceof End.Through;
    if (asksForSequences && (boards.size() > 1 || !boards.get(0).isName())) {
      throw new IllegalArgumentException(
          "a sequence is a place on one board: name that board instead of "
              + boards.stream().map(BoardPattern::value).toList());
    }
  }

  /** Everything from {@code start} to the present. */
  public static HistoryQuery of(List<BoardPattern> boards, Start start) {
    return new HistoryQuery(boards, start, new End.Now());
  }

  /** The same from another start. */
  HistoryQuery from(Start newStart) {
    return new HistoryQuery(boards, newStart, new End.Now());
  }

  /** Where it begins. */
  public sealed interface Start {

    /** With the oldest message there is. */
    record All() implements Start {}

    /**
     * So that this many messages are left of all boards together.
     *
     * @param messages 0 or more
     */
    record Last(long messages) implements Start {
      /** Checks the number. */
      public Last {
        if (messages < 0) {
          throw new IllegalArgumentException("the last " + messages + " messages cannot be had");
        }
      }
    }

    /** With the first message archived at this time or later. */
    record Since(Instant time) implements Start {}

    /**
     * With this sequence, or the next that is there; of one board, named without wildcards.
     *
     * @param sequence 1 or more
     */
    record From(long sequence) implements Start {
      /** Checks the number. */
      public From {
        if (sequence < 1) {
          throw new IllegalArgumentException(
              "a board has no sequence " + sequence + ": sequences are counted from 1");
        }
      }
    }

    /** Behind the message with this id; where several publishers used it, behind the first. */
    record After(String id) implements Start {
      /** Checks the id. */
      public After {
        if (id.isEmpty()) {
          throw new IllegalArgumentException("no message has an empty id");
        }
      }
    }

    /** With the messages that have this id, of any source; at most 100 of them, and no others. */
    record Id(String id) implements Start {
      /** Checks the id. */
      public Id {
        if (id.isEmpty()) {
          throw new IllegalArgumentException("no message has an empty id");
        }
      }
    }

    /**
     * Behind what this subscriber has acknowledged ({@link Request.Acknowledge}); with the present,
     * if it is new, from where it goes on the next time.
     */
    record Behind(SubscriptionName subscriber) implements Start {}

    /** Where an answer to an earlier request left off, as that answer said. */
    record At(HistoryCursor cursor) implements Start {}
  }

  /** Where it ends. */
  public sealed interface End {

    /**
     * With what is archived when the request is answered; or where the cursor of the start says.
     */
    record Now() implements End {}

    /** With the last message archived at this time or earlier. */
    record Until(Instant time) implements End {}

    /**
     * With this sequence, or the last before it; of one board, named without wildcards.
     *
     * @param sequence 0 or more
     */
    record Through(long sequence) implements End {
      /** Checks the number. */
      public Through {
        if (sequence < 0) {
          throw new IllegalArgumentException("a board has no sequence " + sequence);
        }
      }
    }
  }
}
