package org.topicboards.command;

import java.io.PrintWriter;
import java.time.Duration;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.units.Durations;

/** Tells the user on stderr when a connection is lost and when it is back. */
public final class ConnectionReport implements ConnectionListener {

  private final String command;
  private final PrintWriter err;

  /** Reports as {@code command} to {@code err}. */
  public ConnectionReport(String command, PrintWriter err) {
    this.command = command;
    this.err = err;
  }

  @Override
  public void lost(String purpose, BrokerException cause) {
    err.println(command + ": connection lost, trying again: " + FailureText.of(cause));
  }

  @Override
  public void restored(String purpose, Duration downtime) {
    err.println(command + ": connected again after " + Durations.format(downtime));
  }
}
