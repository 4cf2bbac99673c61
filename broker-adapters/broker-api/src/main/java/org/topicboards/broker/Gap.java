package org.topicboards.broker;

import java.util.OptionalLong;
import org.topicboards.message.BoardName;
import org.topicboards.units.Counted;

/**
 * Messages of a board that a subscription should have got and can no longer get.
 *
 * @param board the board
 * @param count how many, where that is known
 * @param reason why, in one line
 */
public record Gap(BoardName board, OptionalLong count, String reason) {

  /** The gap in one line for people. */
  @Override
  public String toString() {
    String what = count.isPresent() ? Counted.of(count.getAsLong(), "message") : "messages";
    boolean isOne = count.isPresent() && count.getAsLong() == 1;
    return what + " of board " + board + (isOne ? " is" : " are") + " missing: " + reason;
  }
}
