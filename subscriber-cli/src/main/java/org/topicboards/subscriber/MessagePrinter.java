package org.topicboards.subscriber;

import java.io.IOException;
import java.io.OutputStream;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** How a message looks on standard output. */
@FunctionalInterface
interface MessagePrinter {

  /** Writes one message to {@code out}, with whatever sets it apart from the next. */
  void print(BoardName board, Message message, OutputStream out) throws IOException;
}
