package org.topicboards.service.store;

import java.util.List;
import java.util.Optional;
import org.topicboards.message.BoardPattern;

/**
 * Reads the archive in its order. Every answer comes from an index: it costs the same however much
 * the archive holds, and holds no more in memory than it returns. Nothing is kept open between two
 * calls, so a reader may take a year over a range, and another service on the same store may go on
 * with it. Thread-safe.
 */
public interface History {

  /**
   * The stretch of the archive that a request means at this moment. What is archived afterwards
   * does not belong to it.
   *
   * @return nothing if the archive does not hold (any more) the message after which it is to begin
   * @throws IllegalArgumentException if it asks for sequences of several boards
   * @throws StoreUnavailableException if the store cannot be read now
   */
  Optional<HistoryRange> range(HistoryRequest request);

  /**
   * The next messages of a range, in the order of the archive. A page may hold less than asked for
   * even though more follow; {@link HistoryPage#rest} knows.
   *
   * @param maxMessages the most messages, 1 or more
   * @param maxBytes the most bytes of bodies and attributes; a single larger message is returned
   *     alone
   * @throws StoreUnavailableException if the store cannot be read now
   */
  HistoryPage page(HistoryRange range, int maxMessages, long maxBytes);

  /**
   * The messages with this id, of any source, on the boards that match, in the order of the
   * archive; at most 100 of them.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<ArchivedMessage> find(String id, List<BoardPattern> boards);
}
