package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/** The transport lacks a guarantee that the caller requires or that the request implies. */
public final class GuaranteeNotMetException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public GuaranteeNotMetException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public GuaranteeNotMetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
