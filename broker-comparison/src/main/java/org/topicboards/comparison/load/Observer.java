package org.topicboards.comparison.load;

/** Whoever looks on at a run, and may stop it. Thread-safe. */
public interface Observer {

  /** Whether the run should end now. */
  boolean isStopped();

  /**
   * Told some times a second.
   *
   * @param ratePerSecond messages received by each subscriber, since the last time
   * @param waiting messages due to be received and not here yet
   */
  void progress(double ratePerSecond, long waiting);
}
