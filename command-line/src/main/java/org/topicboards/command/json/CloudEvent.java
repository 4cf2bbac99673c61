package org.topicboards.command.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One event of a JSON line.
 *
 * @param board where it was posted, null where the line does not say
 * @param message the message
 * @param asides what the line says beside the message, of the names that the reader was given
 */
public record CloudEvent(@Nullable BoardName board, Message message, Map<String, String> asides) {

  /** Copies the map. */
  public CloudEvent {
    asides = Map.copyOf(asides);
  }

  /** An event of which the line says no more. */
  public CloudEvent(@Nullable BoardName board, Message message) {
    this(board, message, Map.of());
  }
}
