package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker is there but did not do its part in time; for a publish, whether the message was taken
 * is not known.
 */
public final class BrokerTimeoutException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public BrokerTimeoutException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public BrokerTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
