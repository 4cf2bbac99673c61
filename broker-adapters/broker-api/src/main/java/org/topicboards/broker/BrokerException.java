package org.topicboards.broker;

import org.jspecify.annotations.Nullable;

/**
 * Whatever goes wrong between this side and a transport. Unchecked; the subclasses say what a
 * caller can do about it. Messages are one line, name the value at fault, and never hold a
 * credential; the client library's exception is kept as the cause.
 */
public abstract sealed class BrokerException extends RuntimeException
    permits AccessRefusedException,
        BadConfigurationException,
        BrokerClosedException,
        BrokerTimeoutException,
        BrokerUnavailableException,
        GuaranteeNotMetException,
        PublishFailedException {

  private static final long serialVersionUID = 1L;

  BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
