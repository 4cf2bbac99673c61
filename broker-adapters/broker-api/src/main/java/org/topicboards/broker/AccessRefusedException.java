package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker knows this client and refuses it: wrong password, no permission. Trying again does not
 * help.
 */
public final class AccessRefusedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public AccessRefusedException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public AccessRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
