package org.topicboards.requests;

import java.util.List;
import java.util.Map;
import org.topicboards.message.BoardPattern;

/**
 * From where on messages wait for a named subscriber who has changed its patterns: one of a board
 * that only later patterns match waits if it was archived behind one of those.
 *
 * @param later positions of the archive, by pattern; those that are not in it have begun at the
 *     subscriber's cursor or before
 */
public record PatternStarts(Map<BoardPattern, Long> later) {

  /** All patterns are as old as the cursor. */
  public static final PatternStarts NONE = new PatternStarts(Map.of());

  /** Copies the map and checks the positions. */
  public PatternStarts {
    later = Map.copyOf(later);
    if (later.values().stream().anyMatch(position -> position < 0)) {
      throw new IllegalArgumentException("a position is 0 or more");
    }
  }

  /**
   * Whether a message behind the cursor waits for the subscriber.
   *
   * @param patterns those that it has now
   */
  boolean isWaiting(HistoryMessage message, List<BoardPattern> patterns) {
    return later.isEmpty()
        || patterns.stream()
            .anyMatch(
                pattern ->
                    message.position() > later.getOrDefault(pattern, 0L)
                        && pattern.matches(message.board()));
  }
}
