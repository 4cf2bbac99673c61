package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/** The boards that match some patterns at this moment: names by id. */
record BoardSelection(Map<Long, BoardName> names) {

  /** As many patterns without wildcards are looked up by name. */
  private static final int MAX_NAMES = 100;

  static BoardSelection of(List<BoardPattern> patterns, Connection reader) throws SQLException {
    boolean areNames =
        patterns.size() <= MAX_NAMES && patterns.stream().allMatch(BoardPattern::isName);
    String condition =
        areNames
            ? "name IN (" + String.join(", ", Collections.nCopies(patterns.size(), "?")) + ")"
            : "name IS NOT NULL";
    Map<Long, BoardName> names = new LinkedHashMap<>();
    try (PreparedStatement select =
        reader.prepareStatement("SELECT id, name FROM boards WHERE deleted = 0 AND " + condition)) {
      for (int i = 0; areNames && i < patterns.size(); i++) {
        select.setString(i + 1, patterns.get(i).value());
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          BoardName name = BoardName.of(rows.getString(2));
          if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
            names.put(rows.getLong(1), name);
          }
        }
      }
    }
    return new BoardSelection(names);
  }

  /** Whether {@code requested} can only ever mean one board. */
  static boolean isOneBoard(List<BoardPattern> requested) {
    return requested.size() == 1 && requested.get(0).isName();
  }

  boolean contains(long id) {
    return names.containsKey(id);
  }

  /** The name of a board that is contained. */
  BoardName name(long id) {
    return Objects.requireNonNull(names.get(id));
  }

  long[] ids() {
    return names.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }
}
