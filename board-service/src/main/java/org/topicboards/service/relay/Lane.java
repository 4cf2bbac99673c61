package org.topicboards.service.relay;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.topicboards.message.BoardName;

/**
 * The messages of one source on one board that wait behind the first of them that could not be
 * posted. Not thread-safe.
 */
final class Lane {

  /** In the order in which they were taken. */
  private final Queue<Transfer> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Transfer::number));

  private boolean isStalled;

  /** Whose messages keep their order. */
  record Key(BoardName board, String source) {}

  /** Adds one that must not go before those that wait. */
  void add(Transfer transfer) {
    waiting.add(transfer);
  }

  /** Adds one that could not be posted: nothing goes before it has been tried again. */
  void addFailed(Transfer transfer) {
    waiting.add(transfer);
    isStalled = true;
  }

  /** Whether one of those that wait could not be posted. */
  boolean isStalled() {
    return isStalled;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes out the one that goes next. */
  Transfer next() {
    isStalled = false;
    return waiting.remove();
  }
}
