package org.topicboards.system.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The archive of board services, read from outside.
 *
 * @param jdbcUrl with what the driver needs to read it
 */
record Archive(String jdbcUrl) {

  private static final String ROWS =
      """
      SELECT messages.source, messages.id, boards.name, messages.body
      FROM messages JOIN boards ON messages.board = boards.id
      ORDER BY messages.board, messages.sequence
      """;

  /** That in a file of SQLite. */
  static Archive inFile(Path file) {
    return new Archive("jdbc:sqlite:file:" + file + "?mode=ro");
  }

  /** How many messages it holds. */
  int size() {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM messages")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new DrillException("the archive cannot be read: " + e.getMessage());
    }
  }

  /** Enters every message, board by board in the order of their sequence. */
  void readInto(Ledger ledger) {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS)) {
      while (rows.next()) {
        ledger.enter(
            new String(rows.getBytes(1), UTF_8),
            new String(rows.getBytes(2), UTF_8),
            rows.getString(3),
            rows.getBytes(4));
      }
    } catch (SQLException e) {
      throw new DrillException("the archive cannot be read: " + e.getMessage());
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(jdbcUrl);
  }
}
