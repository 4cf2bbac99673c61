package org.topicboards.service.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/**
 * What waits in the archive for a named subscriber: the messages behind its cursor that match one
 * of its patterns and came after that pattern.
 *
 * @param cursor up to which it has acknowledged everything
 * @param patterns the boards that it collects, and from where on
 */
public record OfflineQueue(Place cursor, Map<BoardPattern, Place> patterns) {

  /** Copies the patterns. */
  public OfflineQueue {
    patterns = Map.copyOf(patterns);
  }

  /**
   * A place in the archive.
   *
   * @param archived when the message there was archived, or the last one before it
   */
  public record Place(long position, Instant archived) {}

  /** The patterns, in no particular order. */
  public List<BoardPattern> boards() {
    return List.copyOf(patterns.keySet());
  }

  /**
   * Behind which place the messages of a board wait: the cursor, or the earliest of the patterns
   * that match where all of them came later.
   */
  public Place begin(BoardName board) {
    return patterns.entrySet().stream()
        .filter(pattern -> pattern.getKey().matches(board))
        .map(Map.Entry::getValue)
        .min(Comparator.comparingLong(Place::position))
        .filter(first -> first.position() > cursor.position())
        .orElse(cursor);
  }
}
