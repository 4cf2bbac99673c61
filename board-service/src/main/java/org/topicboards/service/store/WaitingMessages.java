package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts what waits in an {@link OfflineQueue} without reading it: on a board that is what follows,
 * by sequence, the last message that does not wait. Not thread-safe.
 */
final class WaitingMessages {

  private static final String SELECT =
      "SELECT b.next_sequence, b.message_count,"
          + " (SELECT m.sequence FROM messages m WHERE m.board = b.id AND m.position <= ?"
          + " ORDER BY m.position DESC LIMIT 1) FROM boards b WHERE ";

  private final Connection reader;
  private final Database database;

  WaitingMessages(Connection reader, Database database) {
    this.reader = reader;
    this.database = database;
  }

  long count(OfflineQueue queue) throws SQLException {
    if (queue.patterns().isEmpty()) {
      return 0;
    }
    BoardSelection boards = BoardSelection.of(queue.boards(), reader);
    Map<Long, List<Long>> boardsByPosition =
        boards.names().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    board -> queue.begin(board.getValue()).position(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    long waiting = 0;
    for (Map.Entry<Long, List<Long>> group : boardsByPosition.entrySet()) {
      waiting += count(group.getKey(), group.getValue());
    }
    return waiting;
  }

  private long count(long afterPosition, List<Long> boards) throws SQLException {
    long waiting = 0;
    try (PreparedStatement select = reader.prepareStatement(SELECT + database.isOneOf("b.id"))) {
      select.setLong(1, afterPosition);
      database.bindIds(select, 2, boards.stream().mapToLong(Long::longValue).toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long messages = row.getLong(2);
          long lastBefore = row.getLong(3);
          waiting += row.wasNull() ? messages : Math.min(messages, row.getLong(1) - 1 - lastBefore);
        }
      }
    }
    return waiting;
  }
}
