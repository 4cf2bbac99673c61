package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/** A URI, option or name that cannot work on this transport. Trying again does not help. */
public final class BadConfigurationException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public BadConfigurationException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public BadConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
