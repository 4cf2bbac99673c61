package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.topicboards.service.store.HistoryRequest.End;
import org.topicboards.service.store.HistoryRequest.Start;

/** Finds what is asked for and the archive does not have any more. Not thread-safe. */
final class GapFinder {

  private static final String SELECT =
      "SELECT b.id, b.begin_sequence, b.next_sequence, b.message_count, b.expired_nanos,"
          + " (SELECT m.sequence FROM messages m WHERE m.board = b.id ORDER BY m.position LIMIT 1)"
          + " FROM boards b WHERE b.name IS NOT NULL AND b.deleted = 0";

  private final Connection reader;
  private final BoardSelection boards;

  GapFinder(Connection reader, BoardSelection boards) {
    this.reader = reader;
    this.boards = boards;
  }

  /** One gap for each board that has one. */
  List<HistoryGap> find(HistoryRequest request) throws SQLException {
    List<HistoryGap> gaps = new ArrayList<>();
    if (request.start() instanceof Start.After) {
      return gaps;
    }
    try (PreparedStatement select = reader.prepareStatement(SELECT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (boards.contains(rows.getLong(1))) {
          addGap(rows, request, gaps);
        }
      }
    }
    return gaps;
  }

  private void addGap(ResultSet row, HistoryRequest request, List<HistoryGap> gaps)
      throws SQLException {
    Start start = request.start();
    long firstEver = row.getLong(2);
    long lowestThere = row.getLong(6);
    long lowest = row.wasNull() ? row.getLong(3) : lowestThere;
    if (lowest <= firstEver) {
      return;
    }
    long lastWanted = request.end() instanceof End.Through end ? end.sequence() : Long.MAX_VALUE;
    long through = Math.min(lastWanted, lowest - 1);
    long from;
    if (start instanceof Start.From wanted) {
      from = Math.max(firstEver, wanted.sequence());
    } else if (start instanceof Start.Since since) {
      from = hasExpiredSince(row, Nanos.nearest(since.time())) ? 0 : lowest;
    } else if (start instanceof Start.Behind behind) {
      Instant begin = behind.queue().begin(boards.name(row.getLong(1))).archived();
      from = hasExpiredSince(row, Nanos.nearest(begin) + 1) ? 0 : lowest;
    } else if (start instanceof Start.Last last) {
      // Of several boards together nobody can tell whose messages would have been the last.
      long there = Math.min(row.getLong(4), Math.max(0, lastWanted - lowest + 1));
      long missing = boards.names().size() == 1 ? last.messages() - there : 0;
      from = Math.max(firstEver, through + 1 - Math.max(0, missing));
    } else {
      from = firstEver;
    }
    if (from <= through && through >= firstEver) {
      gaps.add(new HistoryGap(boards.name(row.getLong(1)), from, through));
    }
  }

  /** Whether a message that was archived then or later is gone. */
  private static boolean hasExpiredSince(ResultSet row, long nanos) throws SQLException {
    long expiredNanos = row.getLong(5);
    return !row.wasNull() && expiredNanos >= nanos;
  }
}
