package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One statement with an array for each column, so that a batch is one message to the server and one
 * back.
 */
final class PostgresRowInsert implements RowInsert {

  private static final String COLUMNS =
      "position, board, sequence, archived_nanos, " + MessageColumns.NAMES;

  private static final String INSERT =
      "INSERT INTO messages ("
          + COLUMNS
          + ") SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
          + " ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bytea[],"
          + " ?::bytea[], ?::bytea[], ?::bytea[])"
          + " ON CONFLICT (index_key(id), index_key(source), board) DO NOTHING RETURNING position";

  private final Connection connection;
  private final PreparedStatement insert;

  PostgresRowInsert(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(INSERT);
  }

  @Override
  public List<NewRow> insert(List<NewRow> rows) throws SQLException {
    numbers(1, rows, row -> row.position);
    numbers(2, rows, row -> row.boardId);
    numbers(3, rows, row -> row.sequence);
    numbers(4, rows, row -> row.archivedNanos);
    bytes(5, rows, row -> row.columns.id);
    bytes(6, rows, row -> row.columns.source);
    bytes(7, rows, row -> row.columns.type);
    bytes(8, rows, row -> row.columns.contentType);
    numbers(9, rows, row -> row.columns.timeNanos);
    bytes(10, rows, row -> row.columns.exactTime);
    bytes(11, rows, row -> row.columns.extensions);
    bytes(12, rows, row -> row.columns.headers);
    bytes(13, rows, row -> row.columns.body);
    int inserted = 0;
    boolean[] isInserted = new boolean[rows.size()];
    long first = rows.get(0).position;
    try (ResultSet positions = insert.executeQuery()) {
      while (positions.next()) {
        isInserted[(int) (positions.getLong(1) - first)] = true;
        inserted++;
      }
    }
    if (inserted == rows.size()) {
      return List.of();
    }
    return rows.stream().filter(row -> !isInserted[(int) (row.position - first)]).toList();
  }

  private void numbers(int parameter, List<NewRow> rows, ToLongFunction<NewRow> value)
      throws SQLException {
    Object[] column = new Object[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.applyAsLong(rows.get(i));
    }
    insert.setArray(parameter, connection.createArrayOf("bigint", column));
  }

  private void bytes(int parameter, List<NewRow> rows, Function<NewRow, byte @Nullable []> value)
      throws SQLException {
    byte[][] column = new byte[rows.size()][];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    insert.setArray(parameter, connection.createArrayOf("bytea", column));
  }
}
