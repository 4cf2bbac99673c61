package org.topicboards.service.relay;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import org.topicboards.service.relay.Sighting.Side;

/**
 * The books of all relays of a service, in an SQLite file: what was taken and what has arrived, as
 * sums per board and message by message. A message that is booked again on the same side counts
 * once, so that the books outlive a crash. Thread-safe; calls block on the disk.
 *
 * <p>The operating system writes the file when it likes: the books outlive the process, but a power
 * failure may take the last of them.
 */
final class Ledger implements AutoCloseable {

  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int FORGOTTEN_AT_ONCE = 10_000;
  private static final int LISTED_DIFFERENCES = 5;

  private static final String DIFFERENCES =
      "FROM boards b JOIN messages m ON m.board = b.number"
          + " WHERE b.relay = ? AND m.open = 1 AND m.seen_millis < ?";

  private final Connection connection;
  private final LedgerRows rows;
  private final Map<String, Map<String, Tally>> tallies = new HashMap<>();

  private Ledger(Connection connection) throws SQLException {
    this.connection = connection;
    this.rows = new LedgerRows(connection);
    readTallies();
    connection.commit();
  }

  /**
   * Opens a file, made if need be.
   *
   * @throws LedgerException if it cannot be
   */
  static Ledger open(Path file) {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    settings.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    try {
      Connection connection = settings.createConnection("jdbc:sqlite:" + file);
      connection.setAutoCommit(false);
      return new Ledger(connection);
    } catch (SQLException e) {
      throw new LedgerException("cannot open the books of the relays in " + file, e);
    }
  }

  /**
   * Books messages on one side of a relay.
   *
   * @throws LedgerException if the file cannot be written to; nothing is booked then
   */
  synchronized void book(String relay, Side side, List<Sighting> sightings) {
    Map<String, Tally> sums = tallies.computeIfAbsent(relay, name -> new TreeMap<>());
    Map<String, Tally> changed = new HashMap<>();
    try {
      for (Sighting sighting : sightings) {
        String board = sighting.board().value();
        Tally sum = changed.getOrDefault(board, sums.getOrDefault(board, Tally.NOTHING));
        if (rows.book(relay, side, sighting)) {
          changed.put(board, sum.plus(side, sighting));
        } else if (side == Side.ARRIVED) {
          changed.put(board, sum.plusRepeated());
        }
      }
      for (Map.Entry<String, Tally> each : changed.entrySet()) {
        rows.write(relay, each.getKey(), each.getValue());
      }
      connection.commit();
      sums.putAll(changed);
    } catch (SQLException e) {
      throw rolledBack("cannot write the books of the relays", e);
    }
  }

  /** The sums of a relay by board, sorted. */
  synchronized Map<String, Tally> tallies(String relay) {
    return new TreeMap<>(tallies.getOrDefault(relay, Map.of()));
  }

  /** How many messages, seen before then, are not the same on both sides; by board, sorted. */
  synchronized Map<String, Long> differing(String relay, long seenBeforeMillis) {
    Map<String, Long> differing = new TreeMap<>();
    read(
        "SELECT b.board, count(*) " + DIFFERENCES + " GROUP BY b.board",
        relay,
        seenBeforeMillis,
        row -> differing.put(row.getString(1), row.getLong(2)));
    return differing;
  }

  /** The first few of those messages, a line for each. */
  synchronized List<String> differences(String relay, long seenBeforeMillis) {
    List<String> lines = new ArrayList<>();
    read(
        "SELECT b.board, m.id, m.source, m.taken IS NOT NULL, m.arrived IS NOT NULL "
            + DIFFERENCES
            + " ORDER BY m.seen_millis LIMIT "
            + LISTED_DIFFERENCES,
        relay,
        seenBeforeMillis,
        row -> {
          String what =
              !row.getBoolean(4)
                  ? "has arrived but was never taken"
                  : !row.getBoolean(5)
                      ? "was taken but has not arrived"
                      : "has arrived with another content";
          lines.add(
              "message %s from %s on %s %s"
                  .formatted(row.getString(2), row.getString(3), row.getString(1), what));
        });
    return lines;
  }

  /** The number of the message that was booked last, 0 if none is. */
  synchronized long lastNumber() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT max(number) FROM messages")) {
      row.next();
      long number = row.getLong(1);
      connection.commit();
      return number;
    } catch (SQLException e) {
      throw rolledBack("cannot read the books of the relays", e);
    }
  }

  /**
   * Forgets messages that are the same on both sides, some at a time; the sums stay. One of them
   * that comes again would be taken for a new one.
   *
   * @return whether there may be more of them
   */
  synchronized boolean forget(long upToNumber) {
    try {
      int forgotten = rows.forget(upToNumber, FORGOTTEN_AT_ONCE);
      connection.commit();
      return forgotten == FORGOTTEN_AT_ONCE;
    } catch (SQLException e) {
      throw rolledBack("cannot write the books of the relays", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new LedgerException("cannot close the books of the relays", e);
    }
  }

  private void readTallies() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relay, board, taken, taken_digest, arrived, arrived_digest, repeated"
                    + " FROM boards")) {
      while (row.next()) {
        Tally tally =
            new Tally(
                row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7));
        tallies
            .computeIfAbsent(row.getString(1), relay -> new TreeMap<>())
            .put(row.getString(2), tally);
      }
    }
  }

  private void read(String select, String relay, long seenBeforeMillis, RowReader reader) {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, relay);
      statement.setLong(2, seenBeforeMillis);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw rolledBack("cannot read the books of the relays", e);
    }
  }

  private LedgerException rolledBack(String what, SQLException failure) {
    rows.rolledBack();
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return new LedgerException(what, failure);
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
