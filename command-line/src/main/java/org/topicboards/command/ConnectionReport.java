package org.topicboards.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.units.Durations;

/**
 * Tells the user on stderr when the broker is lost and when it is back, once for all connections to
 * it, and what it warns of. Thread-safe.
 */
public final class ConnectionReport implements ConnectionListener {

  private final String command;
  private final PrintWriter err;
  private final Set<String> lostConnections = new HashSet<>();

  /** Reports as {@code command} to {@code err}. */
  public ConnectionReport(String command, PrintWriter err) {
    this.command = command;
    this.err = err;
  }

  @Override
  public synchronized void lost(String purpose, BrokerException cause) {
    if (lostConnections.isEmpty()) {
      err.println(command + ": connection lost, trying again: " + FailureText.of(cause));
    }
    lostConnections.add(purpose);
  }

  @Override
  public synchronized void warned(String warning) {
    err.println(command + ": warning: " + warning);
  }

  @Override
  public synchronized void restored(String purpose, Duration downtime) {
    if (lostConnections.remove(purpose) && lostConnections.isEmpty()) {
      err.println(command + ": connected again after " + Durations.format(downtime));
    }
  }
}
