package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The rows of one named subscriber, on one connection. Not thread-safe. */
final class OfflineQueueRows {

  private static final String SELECT_QUEUE =
      "SELECT position, archived_nanos FROM offline_queues WHERE name = ?";

  private static final String SELECT_PATTERNS =
      "SELECT position, archived_nanos, pattern FROM offline_patterns WHERE name = ?";

  private static final String INSERT_QUEUE =
      "INSERT INTO offline_queues (name, broker, position, archived_nanos)"
          + " SELECT ?, ?, next_position - 1, last_archived_nanos FROM archive WHERE number = 1"
          + " ON CONFLICT (name) DO UPDATE SET broker = excluded.broker";

  private static final String INSERT_PATTERN_NOW =
      "INSERT INTO offline_patterns (name, pattern, position, archived_nanos)"
          + " SELECT ?, ?, next_position - 1, last_archived_nanos FROM archive WHERE number = 1";

  private static final String INSERT_PATTERN_AT_CURSOR =
      "INSERT INTO offline_patterns (name, pattern, position, archived_nanos)"
          + " SELECT name, ?, position, archived_nanos FROM offline_queues WHERE name = ?";

  private static final String DELETE_PATTERN =
      "DELETE FROM offline_patterns WHERE name = ? AND pattern = ?";

  private final Connection connection;
  private final SubscriptionName name;

  OfflineQueueRows(Connection connection, SubscriptionName name) {
    this.connection = connection;
    this.name = name;
  }

  /** The subscriber, nothing if it is not there. */
  Optional<OfflineQueue> read() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_QUEUE)) {
      select.setString(1, name.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new OfflineQueue(place(row), patterns()))
            : Optional.empty();
      }
    }
  }

  /** Puts it in at the end of the archive; one that is there gets the broker. */
  void insertOrAttach(String broker) throws SQLException {
    change(INSERT_QUEUE, name.value(), broker);
  }

  /**
   * Has it collect these patterns and no others. New ones begin at the end of the archive; all of
   * them at the cursor if it has none, because it is new itself, or from before version 5.
   */
  void changePatterns(Set<BoardPattern> wanted) throws SQLException {
    Set<BoardPattern> known = new HashSet<>(patterns().keySet());
    for (BoardPattern pattern : wanted) {
      if (known.isEmpty()) {
        change(INSERT_PATTERN_AT_CURSOR, pattern.value(), name.value());
      } else if (!known.contains(pattern)) {
        change(INSERT_PATTERN_NOW, name.value(), pattern.value());
      }
    }
    known.removeAll(wanted);
    for (BoardPattern dropped : known) {
      change(DELETE_PATTERN, name.value(), dropped.value());
    }
  }

  private Map<BoardPattern, OfflineQueue.Place> patterns() throws SQLException {
    Map<BoardPattern, OfflineQueue.Place> patterns = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT_PATTERNS)) {
      select.setString(1, name.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          patterns.put(BoardPattern.of(rows.getString(3)), place(rows));
        }
      }
    }
    return patterns;
  }

  private void change(String statement, String first, String second) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(statement)) {
      change.setString(1, first);
      change.setString(2, second);
      change.executeUpdate();
    }
  }

  private static OfflineQueue.Place place(ResultSet row) throws SQLException {
    return new OfflineQueue.Place(row.getLong(1), Nanos.instant(row.getLong(2)));
  }
}
