package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;

/**
 * A message store could not do its work. Messages are one line; the database's exception is kept as
 * the cause.
 */
public abstract sealed class StoreException extends RuntimeException
    permits MessageRefusedException, StoreUnavailableException, StoreUnusableException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
