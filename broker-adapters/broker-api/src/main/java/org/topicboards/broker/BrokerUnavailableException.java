package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/** The broker cannot be reached, or went away. Trying again later may help. */
public final class BrokerUnavailableException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public BrokerUnavailableException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public BrokerUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
