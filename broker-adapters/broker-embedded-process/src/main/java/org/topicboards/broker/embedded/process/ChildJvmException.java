package org.topicboards.broker.embedded.process;

import org.jspecify.annotations.Nullable;

/** A {@link ChildJvm} does not do what it was started for. */
public final class ChildJvmException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what, and where to look, in one line. */
  ChildJvmException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
