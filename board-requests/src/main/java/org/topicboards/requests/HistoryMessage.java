package org.topicboards.requests;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message from the archive, as it was posted.
 *
 * @param position its place among the messages of all boards; 0 where nobody needs it
 * @param sequence its place on the board, from 1
 * @param archived when the board service stored it, by the service's clock
 * @param place among what its publisher sent, where the service has heard it and knows it still
 */
public record HistoryMessage(
    BoardName board,
    long position,
    long sequence,
    Instant archived,
    Message message,
    @Nullable PublisherPlace place) {

  /** A message of which only the place on its board matters. */
  public HistoryMessage(BoardName board, long sequence, Instant archived, Message message) {
    this(board, 0, sequence, archived, message, null);
  }
}
