package org.topicboards.system.crash;

/** What the drill kills with SIGKILL and starts again. */
interface Victim {

  /** What it is called in the report. */
  String name();

  /** Whether the broker dies with it, so that all messages in flight are affected. */
  boolean isBroker();

  /** How many messages were delivered to it and not yet acknowledged, as far as can be seen. */
  int unacknowledged();

  /** SIGKILL. Returns when it is gone. */
  void kill();

  /** Starts it again. */
  void start();

  /**
   * Whether it works again.
   *
   * @throws DrillException if it ended instead
   */
  boolean isUp();
}
