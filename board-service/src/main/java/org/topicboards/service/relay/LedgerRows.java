package org.topicboards.service.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.topicboards.service.relay.Sighting.Side;

/** The rows that are written in a {@link Ledger}. Not thread-safe. */
final class LedgerRows {

  private static final String[] TABLES = {
    """
    CREATE TABLE IF NOT EXISTS boards (
      number INTEGER PRIMARY KEY, relay TEXT NOT NULL, board TEXT NOT NULL,
      taken INTEGER NOT NULL, taken_digest INTEGER NOT NULL,
      arrived INTEGER NOT NULL, arrived_digest INTEGER NOT NULL, repeated INTEGER NOT NULL,
      UNIQUE (relay, board))
    """,
    """
    CREATE TABLE IF NOT EXISTS messages (
      number INTEGER PRIMARY KEY, board INTEGER NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL,
      taken INTEGER, arrived INTEGER, open INTEGER NOT NULL, seen_millis INTEGER NOT NULL,
      UNIQUE (id, source, board))
    """,
    "CREATE INDEX IF NOT EXISTS open_messages ON messages (board, seen_millis) WHERE open = 1"
  };

  private static final String BOOK =
      """
      INSERT INTO messages (board, id, source, %1$s, open, seen_millis) VALUES (?, ?, ?, ?, 1, ?)
      ON CONFLICT (id, source, board) DO UPDATE
      SET %1$s = excluded.%1$s, open = (%2$s IS NOT excluded.%1$s) WHERE %1$s IS NULL
      """;

  private static final String ALTER =
      "UPDATE messages SET arrived = ?, open = (taken IS NOT ?)"
          + " WHERE id = ? AND source = ? AND board = ?";

  private static final String ADD_BOARD =
      """
      INSERT INTO boards (relay, board, taken, taken_digest, arrived, arrived_digest, repeated)
      VALUES (?, ?, 0, 0, 0, 0, 0)
      ON CONFLICT (relay, board) DO UPDATE SET relay = excluded.relay RETURNING number
      """;

  private static final String WRITE_TALLY =
      """
      UPDATE boards SET taken = ?, taken_digest = ?, arrived = ?, arrived_digest = ?, repeated = ?
      WHERE number = ?
      """;

  private static final String FORGET =
      """
      DELETE FROM messages WHERE number IN (
        SELECT number FROM messages WHERE number <= ? AND open = 0 ORDER BY number LIMIT ?)
      """;

  private final PreparedStatement bookTaken;
  private final PreparedStatement bookArrived;
  private final PreparedStatement alter;
  private final PreparedStatement addBoard;
  private final PreparedStatement writeTally;
  private final PreparedStatement forget;
  private final Map<BoardKey, Integer> numbers = new HashMap<>();

  /** Creates the tables where there are none. */
  LedgerRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.executeUpdate(table);
      }
    }
    bookTaken = connection.prepareStatement(BOOK.formatted("taken", "arrived"));
    bookArrived = connection.prepareStatement(BOOK.formatted("arrived", "taken"));
    alter = connection.prepareStatement(ALTER);
    addBoard = connection.prepareStatement(ADD_BOARD);
    writeTally = connection.prepareStatement(WRITE_TALLY);
    forget = connection.prepareStatement(FORGET);
  }

  /**
   * Books a message.
   *
   * @return false if it is booked on that side already; what has arrived again with another content
   *     is open from then on
   */
  boolean book(String relay, Side side, Sighting sighting) throws SQLException {
    int board = number(relay, sighting.board().value());
    PreparedStatement insert = side == Side.TAKEN ? bookTaken : bookArrived;
    insert.setInt(1, board);
    insert.setString(2, sighting.id());
    insert.setString(3, sighting.source());
    insert.setLong(4, sighting.content());
    insert.setLong(5, System.currentTimeMillis());
    if (insert.executeUpdate() == 1) {
      return true;
    }
    if (side == Side.ARRIVED) {
      alter.setLong(1, sighting.content());
      alter.setLong(2, sighting.content());
      alter.setString(3, sighting.id());
      alter.setString(4, sighting.source());
      alter.setInt(5, board);
      alter.executeUpdate();
    }
    return false;
  }

  /** Writes the sums of a board. */
  void write(String relay, String board, Tally tally) throws SQLException {
    writeTally.setLong(1, tally.taken());
    writeTally.setLong(2, tally.takenDigest());
    writeTally.setLong(3, tally.arrived());
    writeTally.setLong(4, tally.arrivedDigest());
    writeTally.setLong(5, tally.repeated());
    writeTally.setInt(6, number(relay, board));
    writeTally.executeUpdate();
  }

  /** Forgets at most {@code most} of the oldest messages that are the same on both sides. */
  int forget(long upToNumber, int most) throws SQLException {
    forget.setLong(1, upToNumber);
    forget.setInt(2, most);
    return forget.executeUpdate();
  }

  /** What was written since the last commit is not in the file. */
  void rolledBack() {
    numbers.clear();
  }

  private int number(String relay, String board) throws SQLException {
    BoardKey key = new BoardKey(relay, board);
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    addBoard.setString(1, relay);
    addBoard.setString(2, board);
    try (ResultSet row = addBoard.executeQuery()) {
      row.next();
      int number = row.getInt(1);
      numbers.put(key, number);
      return number;
    }
  }

  private record BoardKey(String relay, String board) {}
}
