package org.topicboards.service.store;

import org.jspecify.annotations.Nullable;

/**
 * A message of a batch breaks a rule of the database. Trying the same batch again does not help.
 */
public final class MessageRefusedException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** One line that says what, which value, and what to do. */
  public MessageRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
