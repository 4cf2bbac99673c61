package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * The boards that a session has met, so that giving a sequence costs no query. True only as long as
 * nobody else has written; the session sees to that.
 *
 * <p>The row of a deleted board stays and is marked as absent, because its sequences must go on
 * where they ended. So is the row of a board that was not created, for which messages are set
 * aside. Not thread-safe.
 */
final class BoardRows {

  private static final long FIRST_SEQUENCE = 1;

  /** How many boards are asked for at once. */
  private static final int NAMES_PER_QUERY = 100;

  private static final String SELECT =
      "SELECT id, name, begin_sequence, deleted, next_sequence, message_count, byte_count,"
          + " expired_nanos FROM boards WHERE name IN ("
          + String.join(", ", Collections.nCopies(NAMES_PER_QUERY, "?"))
          + ")";

  private static final String INSERT =
      "INSERT INTO boards (name, begin_sequence, next_sequence, deleted) VALUES (?, ?, ?, ?)"
          + " RETURNING id";

  private static final String UPDATE =
      "UPDATE boards SET deleted = ?, next_sequence = ?, message_count = ?, byte_count = ?,"
          + " expired_nanos = ? WHERE id = ?";

  private final Map<BoardName, BoardRow> byName = new HashMap<>();
  private final List<BoardRow> changed = new ArrayList<>();
  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement update;

  BoardRows(Connection connection) throws SQLException {
    select = connection.prepareStatement(SELECT);
    insert = connection.prepareStatement(INSERT);
    update = connection.prepareStatement(UPDATE);
  }

  /** Trusts nothing that is in memory any more. */
  void forget() {
    byName.clear();
    changed.clear();
  }

  /** Fetches what is not in memory of these boards. */
  void load(Collection<BoardName> names) throws SQLException {
    List<BoardName> missing =
        names.stream().distinct().filter(name -> !byName.containsKey(name)).toList();
    for (int start = 0; start < missing.size(); start += NAMES_PER_QUERY) {
      for (int i = 0; i < NAMES_PER_QUERY; i++) {
        // the last name fills up the rest
        BoardName name = missing.get(Math.min(start + i, missing.size() - 1));
        select.setString(i + 1, name.value());
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          BoardRow board = read(rows);
          byName.put(board.name, board);
        }
      }
    }
  }

  /** A loaded board, null if there is none of this name. */
  @Nullable BoardRow find(BoardName name) {
    BoardRow board = byName.get(name);
    return board == null || board.isAbsent ? null : board;
  }

  /** A loaded row, of a board or of what is none, null if there is no row of this name. */
  @Nullable BoardRow findRow(BoardName name) {
    return byName.get(name);
  }

  /** A loaded row, or a new one of a board that is absent. */
  BoardRow findRowOrSetAside(BoardName name) throws SQLException {
    BoardRow row = byName.get(name);
    return row == null ? insert(name, FIRST_SEQUENCE, true) : row;
  }

  /** A loaded board, or a new one if there is none. */
  BoardRow findOrCreate(BoardName name) throws SQLException {
    BoardRow board = byName.get(name);
    if (board == null) {
      board = insert(name, FIRST_SEQUENCE, false);
    } else if (board.isAbsent) {
      board.isAbsent = false;
      note(board);
    }
    return board;
  }

  /** A row that keeps the sequences of a deleted board, whose own row has lost its name. */
  void keepSequences(BoardRow deleted) throws SQLException {
    insert(deleted.name, deleted.nextSequence, true);
  }

  /** Has {@link #save} write this board. */
  void note(BoardRow board) {
    if (!board.isChanged) {
      board.isChanged = true;
      changed.add(board);
    }
  }

  /** Writes what has changed, one row per board. */
  void save() throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    for (BoardRow board : changed) {
      update.setInt(1, board.isAbsent ? 1 : 0);
      update.setLong(2, board.nextSequence);
      update.setLong(3, board.messages);
      update.setLong(4, board.bytes);
      if (board.expiredNanos == null) {
        update.setNull(5, Types.BIGINT);
      } else {
        update.setLong(5, board.expiredNanos);
      }
      update.setLong(6, board.id);
      update.addBatch();
      board.isChanged = false;
    }
    changed.clear();
    update.executeBatch();
  }

  private BoardRow insert(BoardName name, long nextSequence, boolean isAbsent) throws SQLException {
    insert.setString(1, name.value());
    insert.setLong(2, nextSequence);
    insert.setLong(3, nextSequence);
    insert.setInt(4, isAbsent ? 1 : 0);
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      BoardRow board = new BoardRow(name, row.getLong(1), nextSequence);
      board.isAbsent = isAbsent;
      byName.put(name, board);
      return board;
    }
  }

  private static BoardRow read(ResultSet row) throws SQLException {
    BoardRow board = new BoardRow(BoardName.of(row.getString(2)), row.getLong(1), row.getLong(3));
    board.isAbsent = row.getInt(4) != 0;
    board.nextSequence = row.getLong(5);
    board.messages = row.getLong(6);
    board.bytes = row.getLong(7);
    long expiredNanos = row.getLong(8);
    board.expiredNanos = row.wasNull() ? null : expiredNanos;
    return board;
  }
}
