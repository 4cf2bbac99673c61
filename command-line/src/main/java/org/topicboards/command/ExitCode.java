package org.topicboards.command;

import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.GuaranteeNotMetException;
import picocli.CommandLine.ParameterException;

/**
 * The exit codes of all commands, and the one place that says which failure has which.
 *
 * <p>A command that a signal ended has 128 and the signal's number, as everywhere: 130 after
 * Ctrl-C, 143 after SIGTERM.
 */
public final class ExitCode {

  /** Everything that was asked for is done. */
  public static final int DONE = 0;

  /** It failed, for a reason that has no code of its own. */
  public static final int FAILED = 1;

  /** It was called wrongly: an option, a value, a name or the broker URI cannot work. */
  public static final int USAGE = 2;

  /** The broker cannot be reached, or went away and did not come back in time. */
  public static final int BROKER_UNREACHABLE = 3;

  /** The broker refuses this user, or what this user wants to do. */
  public static final int ACCESS_REFUSED = 4;

  /** The time given ran out, or the broker is there but did not answer in time. */
  public static final int TIMED_OUT = 5;

  /** History that was asked for is not in the archive any more. */
  public static final int HISTORY_GAP = 6;

  private ExitCode() {}

  /** The code for a command that {@code failure} ended. */
  public static int of(Throwable failure) {
    if (failure instanceof CommandException exception) {
      return exception.exitCode();
    }
    if (failure instanceof BrokerUnavailableException) {
      return BROKER_UNREACHABLE;
    }
    if (failure instanceof AccessRefusedException) {
      return ACCESS_REFUSED;
    }
    if (failure instanceof BrokerTimeoutException) {
      return TIMED_OUT;
    }
    if (failure instanceof BadConfigurationException
        || failure instanceof GuaranteeNotMetException
        || failure instanceof ParameterException
        || failure instanceof IllegalArgumentException) {
      return USAGE;
    }
    return FAILED;
  }
}
