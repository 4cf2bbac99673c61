package org.topicboards.service.store;

import java.time.Instant;
import java.util.List;
import org.topicboards.message.BoardPattern;

/**
 * What is asked of the archive: messages of every board that matches one of the patterns, merged in
 * the archive's order, from a start to an end.
 *
 * <p>Times are those of archiving, not the times that messages carry: those are the publishers'
 * claim, in no order, while archived times rise with the sequence.
 *
 * @param boards one pattern or more; a board that matches several comes once
 */
public record HistoryRequest(List<BoardPattern> boards, Start start, End end) {

  /** Copies the list. */
  public HistoryRequest {
    boards = List.copyOf(boards);
    if (boards.isEmpty()) {
      throw new IllegalArgumentException("a history request names no board");
    }
  }

  /** Where it begins. */
  public sealed interface Start {

    /** With the oldest message there is. */
    record All() implements Start {}

    /** So that this many messages are left of all boards together. */
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

    /** With this sequence, or the next that is there; of one board, named without wildcards. */
    record From(long sequence) implements Start {}

    /** Behind the message with this id; where several publishers used it, behind the first. */
    record After(String id) implements Start {}

    /** Behind what a named subscriber has had. */
    record Behind(OfflineQueue queue) implements Start {}
  }

  /** Where it ends. */
  public sealed interface End {

    /** With what is archived when it is asked. */
    record Now() implements End {}

    /** With the last message archived at this time or earlier. */
    record Until(Instant time) implements End {}

    /** With this sequence, or the last before it; of one board, named without wildcards. */
    record Through(long sequence) implements End {}
  }
}
