package org.topicboards.publisher;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;

/**
 * The time that {@code --timeout} gives, from its making on. A broker that was not reached when it
 * is over may be there, so that is another end than one that refuses connections. Not thread-safe.
 */
final class GivenTime {

  private final @Nullable Duration given;
  private final long startNanos = System.nanoTime();

  /**
   * Begins now.
   *
   * @param given null for none, which is never over
   */
  GivenTime(@Nullable Duration given) {
    this.given = given;
  }

  /** The options with which connecting takes no longer than that. */
  ConnectOptions bound(ConnectOptions options) {
    return given != null && given.compareTo(options.connectTimeout()) < 0
        ? options.within(given)
        : options;
  }

  /** The options with which a message waits no longer than that. */
  PublisherOptions bound(PublisherOptions options) {
    return given == null ? options : options.within(given);
  }

  /**
   * Does a step of connecting.
   *
   * @throws CommandException with {@link ExitCode#TIMED_OUT} if the broker could not be reached,
   *     refused nothing, and the time is over
   * @throws BrokerUnavailableException if it could not be reached otherwise
   */
  <T> T spendOn(Supplier<T> step) {
    try {
      return step.get();
    } catch (BrokerUnavailableException e) {
      if (isOver(e)) {
        throw new CommandException(ExitCode.TIMED_OUT, String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  /** Clients give up a little before the time is over, too. */
  private boolean isOver(Throwable failure) {
    if (given == null || given.compareTo(ConnectOptions.DEFAULTS.connectTimeout()) > 0) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return false;
      }
      if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return System.nanoTime() - startNanos >= given.toNanos();
  }
}
