package org.topicboards.subscriber;

import java.io.IOException;
import java.io.OutputStream;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.requests.ExpiredMessages;

/** How a message looks on standard output. */
@FunctionalInterface
interface MessagePrinter {

  /** Writes one message to {@code out}, with whatever sets it apart from the next. */
  void print(BoardName board, Message message, OutputStream out) throws IOException;

  /** Writes that messages are missing, where this form has a record for that. */
  default void printGap(ExpiredMessages gap, OutputStream out) throws IOException {}
}
