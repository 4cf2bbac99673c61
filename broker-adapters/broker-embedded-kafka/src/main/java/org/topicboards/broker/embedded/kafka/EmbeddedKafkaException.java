package org.topicboards.broker.embedded.kafka;

import org.jspecify.annotations.Nullable;

/**
 * The embedded Kafka could not be started. The message is one line that names the folder or port at
 * fault and never holds a password; nothing is left running, so that a start may be tried again.
 */
public final class EmbeddedKafkaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedKafkaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
