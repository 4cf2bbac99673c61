package org.topicboards.broker.conformance;

import java.util.List;
import org.topicboards.message.BoardName;

/**
 * A client of the same broker that knows nothing of Topic Boards: the transport's bare client
 * library. It shows that foreign tools and ours understand each other.
 */
public interface ForeignPeer extends AutoCloseable {

  /**
   * Posts a message as it is, and returns when the broker has it.
   *
   * @param address a board's name, or any text that the transport takes in its place
   */
  void post(String address, ForeignMessage message);

  /** Receives from now on what is posted to a board. */
  void listen(BoardName board);

  /** What was received so far, in order. */
  List<ForeignMessage> received();

  @Override
  void close();
}
