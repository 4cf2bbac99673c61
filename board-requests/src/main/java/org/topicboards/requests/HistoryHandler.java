package org.topicboards.requests;

import org.topicboards.broker.MessageHandler;

/**
 * Takes history and live messages as one stream, from one thread at a time. Messages from the
 * archive are {@link HistoryDelivery}s.
 */
public interface HistoryHandler extends MessageHandler {

  /** Told when a service has begun to answer; before everything else, perhaps more than once. */
  default void answered() {}

  /**
   * Told what was asked for and is not in the archive any more: before the first message, or in the
   * middle of what expires while it is read.
   */
  default void expired(ExpiredMessages expired) {}

  /**
   * Told when all of the history was handed over and the stream has gone over to live, if it does.
   */
  default void historyEnded() {}

  /**
   * Told that the history cannot be had, or no more of it. Nothing follows.
   *
   * @param failure as {@link RequestClient} throws
   */
  void historyFailed(RuntimeException failure);
}
