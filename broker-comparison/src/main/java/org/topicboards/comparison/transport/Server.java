package org.topicboards.comparison.transport;

import java.util.Optional;

/** The process of a broker on this machine. Not thread-safe. */
public interface Server {

  /** The process that runs now, where it is known. */
  Optional<ProcessHandle> process();

  /** Whether it is this program's to kill. */
  boolean isRestartable();

  /** Ends it with SIGKILL. Returns when it has ended. */
  void kill();

  /** Starts it again on the same port and data. Returns when clients can connect. */
  void restart();
}
