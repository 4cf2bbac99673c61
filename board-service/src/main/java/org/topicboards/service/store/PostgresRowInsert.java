package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.MessageIdentity;

/**
 * One statement with an array for each column, so that a batch is one message to the server and one
 * back.
 *
 * <p>It expects every message to be new. {@code ON CONFLICT DO NOTHING} would cost a third more; so
 * where an identity is there already, the statement fails, the transaction with it, and only then
 * is asked which they are.
 */
final class PostgresRowInsert implements RowInsert {

  private static final String UNIQUE_VIOLATION = "23505";

  private static final String INSERT =
      "INSERT INTO messages (position, board, sequence, archived_nanos, "
          + MessageColumns.NAMES
          + ") SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
          + " ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bytea[],"
          + " ?::bytea[], ?::bytea[], ?::bytea[])";

  private static final String FIND_KNOWN =
      "SELECT wanted.position FROM unnest(?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[])"
          + " AS wanted (position, board, id, source) WHERE EXISTS (SELECT 1 FROM messages m"
          + " WHERE index_key(m.id) = index_key(wanted.id)"
          + " AND index_key(m.source) = index_key(wanted.source) AND m.board = wanted.board)";

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement findKnown;

  PostgresRowInsert(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(INSERT);
    this.findKnown = connection.prepareStatement(FIND_KNOWN);
  }

  @Override
  public List<NewRow> insert(List<NewRow> rows) throws SQLException {
    numbers(insert, 1, rows, row -> row.position);
    numbers(insert, 2, rows, row -> row.boardId);
    numbers(insert, 3, rows, row -> row.sequence);
    numbers(insert, 4, rows, row -> row.archivedNanos);
    bytes(insert, 5, rows, row -> row.columns.id);
    bytes(insert, 6, rows, row -> row.columns.source);
    bytes(insert, 7, rows, row -> row.columns.type);
    bytes(insert, 8, rows, row -> row.columns.contentType);
    numbers(insert, 9, rows, row -> row.columns.timeNanos);
    bytes(insert, 10, rows, row -> row.columns.exactTime);
    bytes(insert, 11, rows, row -> row.columns.extensions);
    bytes(insert, 12, rows, row -> row.columns.headers);
    bytes(insert, 13, rows, row -> row.columns.body);
    try {
      insert.executeUpdate();
      return List.of();
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
      List<NewRow> known = findKnown(rows);
      if (known.isEmpty()) {
        throw e;
      }
      return known;
    }
  }

  /** The rows whose identity is there already, or earlier in the list. */
  private List<NewRow> findKnown(List<NewRow> rows) throws SQLException {
    numbers(findKnown, 1, rows, row -> row.position);
    numbers(findKnown, 2, rows, row -> row.boardId);
    bytes(findKnown, 3, rows, row -> row.columns.id);
    bytes(findKnown, 4, rows, row -> row.columns.source);
    Set<Long> positions = new HashSet<>();
    try (ResultSet found = findKnown.executeQuery()) {
      while (found.next()) {
        positions.add(found.getLong(1));
      }
    }
    Set<MessageIdentity> identities = new HashSet<>();
    return rows.stream()
        .filter(
            row ->
                positions.contains(row.position)
                    || !identities.add(MessageIdentity.of(row.board, row.message)))
        .toList();
  }

  private void numbers(
      PreparedStatement statement, int parameter, List<NewRow> rows, ToLongFunction<NewRow> value)
      throws SQLException {
    Object[] column = new Object[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.applyAsLong(rows.get(i));
    }
    statement.setArray(parameter, connection.createArrayOf("bigint", column));
  }

  private void bytes(
      PreparedStatement statement,
      int parameter,
      List<NewRow> rows,
      Function<NewRow, byte @Nullable []> value)
      throws SQLException {
    byte[][] column = new byte[rows.size()][];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    statement.setArray(parameter, connection.createArrayOf("bytea", column));
  }
}
