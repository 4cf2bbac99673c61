package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.topicboards.message.BoardName;

/**
 * The boards table in memory, so that giving a sequence costs no query. Follows the connection's
 * transaction: whoever commits or rolls back there says so here.
 */
final class SqliteBoards {

  private static final long FIRST_SEQUENCE = 1;

  /** Stands for a board that only the transaction under way knows. */
  private static final long NOT_COMMITTED = 0;

  private final Map<BoardName, Board> byName = new HashMap<>();
  private final List<Board> changed = new ArrayList<>();
  private final PreparedStatement insert;
  private final PreparedStatement update;

  /** Loads all boards. */
  SqliteBoards(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO boards (name, next_sequence) VALUES (?, 1) RETURNING id");
    update = connection.prepareStatement("UPDATE boards SET next_sequence = ? WHERE id = ?");
    try (PreparedStatement select =
            connection.prepareStatement("SELECT id, name, next_sequence FROM boards");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        BoardName name = BoardName.of(rows.getString(2));
        long nextSequence = rows.getLong(3);
        byName.put(name, new Board(name, rows.getLong(1), nextSequence, nextSequence));
      }
    }
  }

  /** The board of this name, a new one if there is none. */
  Board of(BoardName name) throws SQLException {
    Board board = byName.get(name);
    if (board == null) {
      insert.setString(1, name.value());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        board = new Board(name, row.getLong(1), FIRST_SEQUENCE, NOT_COMMITTED);
      }
      byName.put(name, board);
      note(board);
    }
    return board;
  }

  /** Gives the board's next sequence. */
  long useSequence(Board board) {
    note(board);
    return board.nextSequence++;
  }

  /** Writes what was given in this transaction, one row per board. */
  void saveSequences() throws SQLException {
    for (Board board : changed) {
      update.setLong(1, board.nextSequence);
      update.setLong(2, board.id);
      update.executeUpdate();
    }
  }

  /** What was given is durable. */
  void commit() {
    for (Board board : changed) {
      board.committedSequence = board.nextSequence;
      board.isChanged = false;
    }
    changed.clear();
  }

  /** What was given is free again, and boards that were new are gone. */
  void rollBack() {
    for (Board board : changed) {
      board.nextSequence = board.committedSequence;
      board.isChanged = false;
      if (board.committedSequence == NOT_COMMITTED) {
        byName.remove(board.name);
      }
    }
    changed.clear();
  }

  /** The highest sequence ever given on a board, 0 if none was. */
  long highestSequence(BoardName name) {
    Board board = byName.get(name);
    return board == null ? 0 : board.nextSequence - 1;
  }

  private void note(Board board) {
    if (!board.isChanged) {
      board.isChanged = true;
      changed.add(board);
    }
  }

  /** A row of the table. */
  static final class Board {
    private final BoardName name;
    private final long id;
    private long nextSequence;
    private long committedSequence;
    private boolean isChanged;

    private Board(BoardName name, long id, long nextSequence, long committedSequence) {
      this.name = name;
      this.id = id;
      this.nextSequence = nextSequence;
      this.committedSequence = committedSequence;
    }

    long id() {
      return id;
    }
  }
}
