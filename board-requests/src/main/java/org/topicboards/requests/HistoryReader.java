package org.topicboards.requests;

/** Takes what comes out of the archive, in order, on the thread that asked. */
@FunctionalInterface
public interface HistoryReader {

  /**
   * Takes one message. May block: no more is asked for meanwhile.
   *
   * @return whether more is wanted
   */
  boolean message(HistoryMessage message) throws InterruptedException;

  /**
   * Told once what the service is going to send, before that.
   *
   * @param all from where to where
   * @param starts which of it is not for the subscriber whose name was asked for
   */
  default void began(HistoryCursor all, PatternStarts starts) {}

  /** Told when a service has begun to answer; before everything else, perhaps more than once. */
  default void answered() {}

  /**
   * Told what was asked for and is not in the archive any more: before the first message, or in the
   * middle of what expires while it is read.
   */
  default void expired(ExpiredMessages expired) {}
}
