package org.topicboards.service.store;

import static org.topicboards.service.store.MessageColumns.utf8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.topicboards.service.store.HistoryRequest.End;
import org.topicboards.service.store.HistoryRequest.Start;

/** Turns what a person asks for into positions, on one connection. Not thread-safe. */
final class RangeFinder {

  /** Up to so many last messages are looked up board by board, more of them along the table. */
  private static final long MAX_LAST_BY_BOARD = 100_000;

  private static final int ROWS_PER_FETCH = 1_000;

  private final Connection reader;
  private final Database database;
  private final BoardSelection boards;

  RangeFinder(Connection reader, Database database, BoardSelection boards) {
    this.reader = reader;
    this.database = database;
    this.boards = boards;
  }

  /** The range, nothing if the message that it begins behind is not there. */
  Optional<HistoryRange> find(HistoryRequest request) throws SQLException {
    long newest = number("SELECT next_position - 1 FROM archive WHERE number = 1");
    long through = Math.min(newest, through(request.end(), newest));
    long after;
    if (request.start() instanceof Start.After start) {
      after = positionOf(start.id());
      if (after == 0) {
        return Optional.empty();
      }
    } else {
      after = after(request.start(), through);
    }
    List<HistoryGap> gaps = new GapFinder(reader, boards).find(request);
    return Optional.of(new HistoryRange(request.boards(), after, through, gaps));
  }

  private long after(Start start, long through) throws SQLException {
    if (start instanceof Start.Last last) {
      return afterAllButLast(last.messages(), through);
    }
    if (start instanceof Start.Since since) {
      return firstArchivedAt(Nanos.nearest(since.time()), through) - 1;
    }
    if (start instanceof Start.From from && !boards.isEmpty()) {
      long first =
          number(
              "SELECT MIN(position) FROM (SELECT position FROM messages WHERE board = ? AND"
                  + " sequence >= ? ORDER BY sequence LIMIT 1) AS first",
              boards.ids()[0],
              from.sequence());
      return first == 0 ? through : first - 1;
    }
    return start instanceof Start.Behind behind ? behind.queue().cursor().position() : 0;
  }

  private long through(End end, long newest) throws SQLException {
    if (end instanceof End.Until until) {
      long nanos = Nanos.nearest(until.time());
      return nanos == Long.MAX_VALUE ? newest : firstArchivedAt(nanos + 1, newest) - 1;
    }
    if (end instanceof End.Through lastWanted && !boards.isEmpty()) {
      return number(
          "SELECT MAX(position) FROM (SELECT position FROM messages WHERE board = ? AND sequence <="
              + " ? ORDER BY sequence DESC LIMIT 1) AS last",
          boards.ids()[0],
          lastWanted.sequence());
    }
    return newest;
  }

  /** The first of the messages with this id, 0 if there is none. */
  private long positionOf(String id) throws SQLException {
    try (PreparedStatement select =
        reader.prepareStatement(
            "SELECT MIN(position) FROM messages WHERE %s = %s AND %s"
                .formatted(
                    database.indexed("id"), database.indexed("?"), database.isOneOf("board")))) {
      select.setBytes(1, utf8(id));
      database.bindIds(select, 2, boards.ids());
      return number(select);
    }
  }

  /**
   * The lowest position whose message was archived at a time or later, one behind {@code newest} if
   * none was. Archived times rise with the position, so it is found by halving.
   */
  private long firstArchivedAt(long nanos, long newest) throws SQLException {
    long low = 1;
    long high = newest + 1;
    try (PreparedStatement select =
        reader.prepareStatement(
            "SELECT position, archived_nanos FROM messages WHERE %1$s >= ? ORDER BY %1$s LIMIT 1"
                .formatted(database.tableOrder()))) {
      while (low < high) {
        long middle = low + (high - low) / 2;
        select.setLong(1, middle);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next() || row.getLong(2) >= nanos) {
            high = middle;
          } else {
            low = row.getLong(1) + 1;
          }
        }
      }
    }
    return low;
  }

  /** The position behind which {@code count} messages of all the boards together are left. */
  private long afterAllButLast(long count, long through) throws SQLException {
    if (count == 0) {
      return through;
    }
    if (boards.names().size() == 1) {
      return number(
          "SELECT MAX(position) FROM (SELECT position FROM messages WHERE board = ? AND position <="
              + " ? ORDER BY position DESC LIMIT 1 OFFSET ?) AS next",
          boards.ids()[0],
          through,
          count);
    }
    return count <= MAX_LAST_BY_BOARD
        ? afterAllButLastByBoard((int) count, through)
        : afterAllButLastByTable(count, through);
  }

  private long afterAllButLastByBoard(int count, long through) throws SQLException {
    PriorityQueue<Long> newest = new PriorityQueue<>();
    try (PreparedStatement select =
        reader.prepareStatement(
            "SELECT position FROM messages WHERE board = ? AND position > ? AND position <= ?"
                + " ORDER BY position DESC LIMIT ?")) {
      select.setFetchSize(ROWS_PER_FETCH);
      for (long board : boards.ids()) {
        select.setLong(1, board);
        select.setLong(2, newest.size() < count ? 0 : newest.element());
        select.setLong(3, through);
        select.setInt(4, count);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next() && (newest.size() < count || rows.getLong(1) > newest.element())) {
            newest.add(rows.getLong(1));
            if (newest.size() > count) {
              newest.remove();
            }
          }
        }
      }
    }
    return newest.size() < count ? 0 : newest.element() - 1;
  }

  private long afterAllButLastByTable(long count, long through) throws SQLException {
    try (PreparedStatement select =
        reader.prepareStatement(
            "SELECT MAX(position) FROM (SELECT position FROM messages WHERE %1$s <= ? AND %2$s"
                    .formatted(database.tableOrder(), database.isOneOf("board"))
                + " ORDER BY %s DESC LIMIT 1 OFFSET ?) AS next".formatted(database.tableOrder()))) {
      select.setLong(1, through);
      database.bindIds(select, 2, boards.ids());
      select.setLong(3, count);
      return number(select);
    }
  }

  private long number(String query, long... parameters) throws SQLException {
    try (PreparedStatement select = reader.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setLong(i + 1, parameters[i]);
      }
      return number(select);
    }
  }

  private static long number(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
