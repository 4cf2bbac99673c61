package org.topicboards.publisher;

import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One message to post.
 *
 * @param line the line of the input that it is from, or {@link #NO_LINE}
 * @param board where to
 * @param message what
 */
record Posting(long line, BoardName board, Message message) {

  /** Stands for input that is one message as a whole. */
  static final long NO_LINE = 0;
}
