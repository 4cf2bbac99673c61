package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker refused this one message, or it breaks a bound of the transport; it was not posted and
 * is not sent again.
 */
public final class PublishFailedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public PublishFailedException(String message) {
    this(message, null);
  }

  /** The same, with the client library's exception as the cause. */
  public PublishFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
