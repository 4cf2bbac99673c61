package org.topicboards.requests;

import org.topicboards.message.BoardName;

/**
 * Messages of a board that were asked for and are not in the archive any more.
 *
 * @param fromSequence the first of them, 0 if that cannot be told any more
 * @param toSequence the last of them
 */
public record ExpiredMessages(BoardName board, long fromSequence, long toSequence) {

  /** Checks the sequences. */
  public ExpiredMessages {
    if (fromSequence < 0 || toSequence < Math.max(1, fromSequence)) {
      throw new IllegalArgumentException(
          "no sequences " + fromSequence + " to " + toSequence + " can have expired");
    }
  }

  /** How many they are, 0 if that cannot be told any more. */
  public long count() {
    return fromSequence == 0 ? 0 : toSequence - fromSequence + 1;
  }

  /** One line for people. */
  @Override
  public String toString() {
    if (fromSequence == 0) {
      return "messages of board " + board + " up to sequence " + toSequence + " have expired";
    }
    return count() == 1
        ? "1 message of board " + board + ", sequence " + toSequence + ", has expired"
        : count()
            + " messages of board "
            + board
            + ", sequences "
            + fromSequence
            + " to "
            + toSequence
            + ", have expired";
  }
}
