package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be used at this moment: disk full, input or output error, locked by another
 * program.
 */
public final class StoreUnavailableException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
