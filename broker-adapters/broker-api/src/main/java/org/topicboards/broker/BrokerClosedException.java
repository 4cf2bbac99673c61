package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/** The publisher, subscription or broker was closed by this side before the operation was done. */
public final class BrokerClosedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public BrokerClosedException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public BrokerClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
