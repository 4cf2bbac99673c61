package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;

/** This program cannot work with this store: not a database, a newer schema, an unknown URL. */
public final class StoreUnusableException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public StoreUnusableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
