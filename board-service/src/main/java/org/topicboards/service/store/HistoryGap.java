package org.topicboards.service.store;

import org.topicboards.message.BoardName;

/**
 * Messages of a board that were asked for and are not in the archive any more.
 *
 * @param fromSequence the first of them, 0 if that cannot be told any more
 * @param toSequence the last of them
 */
public record HistoryGap(BoardName board, long fromSequence, long toSequence) {

  /** How many they are, 0 if that cannot be told any more. */
  public long count() {
    return fromSequence == 0 ? 0 : toSequence - fromSequence + 1;
  }
}
