package org.topicboards.service.store;

import java.util.List;
import org.topicboards.message.BoardPattern;

/**
 * A stretch of the archive: of the boards that match, what lies behind one position, up to and
 * including another. Of no secret and of any age, so it may be sent to a client and come back.
 *
 * @param gaps what the request asked for and the archive no longer has
 */
public record HistoryRange(
    List<BoardPattern> boards, long afterPosition, long throughPosition, List<HistoryGap> gaps) {

  /** Copies the lists. */
  public HistoryRange {
    boards = List.copyOf(boards);
    gaps = List.copyOf(gaps);
  }

  /** Whether nothing can be left in it. */
  public boolean isEmpty() {
    return afterPosition >= throughPosition;
  }

  /** The same without what lies up to and including {@code position}. */
  HistoryRange behind(long position) {
    return new HistoryRange(boards, position, throughPosition, List.of());
  }
}
