package org.topicboards.service.relay;

import org.topicboards.message.BoardName;

/**
 * A message that was taken on one side or has arrived on the other.
 *
 * @param content stands for the identity and the content, the same on both sides
 */
record Sighting(BoardName board, String source, String id, long content) {

  /** The side on which it was seen. */
  enum Side {
    TAKEN,
    ARRIVED
  }
}
