package org.topicboards.service.store;

import static org.topicboards.service.store.MessageColumns.utf8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.topicboards.message.BoardPattern;

/**
 * Pages by position.
 *
 * <p>On one board that is a walk along its index. On several, no index has their order; but the
 * table itself is in the order of all boards. So the next position of any of them is looked up in
 * the index, board by board, and from there a bounded stretch of the table is walked, past what
 * belongs to others.
 */
final class JdbcHistory implements History {

  private static final int MAX_FOUND = 100;

  /** How much of the table is walked from a message on, and how often for one page. */
  private static final int STRETCH_POSITIONS = 4_096;

  private static final int MAX_STRETCHES = 64;

  private static final String COLUMNS =
      "position, board, sequence, archived_nanos, " + MessageColumns.NAMES;

  private final StoreConnections connections;
  private final Database database;

  JdbcHistory(StoreConnections connections) {
    this.connections = connections;
    this.database = connections.database();
  }

  @Override
  public Optional<HistoryRange> range(HistoryRequest request) {
    boolean asksForSequences =
        request.start() instanceof HistoryRequest.Start.From
            || request.end() instanceof HistoryRequest.End.Through;
    if (asksForSequences && !BoardSelection.isOneBoard(request.boards())) {
      throw new IllegalArgumentException(
          "a sequence is a place on one board: name that board instead of "
              + request.boards().stream().map(BoardPattern::value).toList());
    }
    return connections.read(
        reader -> {
          BoardSelection boards = BoardSelection.of(request.boards(), reader);
          return new RangeFinder(reader, database, boards).find(request);
        });
  }

  @Override
  public HistoryPage page(HistoryRange range, int maxMessages, long maxBytes) {
    if (maxMessages < 1) {
      throw new IllegalArgumentException("a page holds 1 message or more, not " + maxMessages);
    }
    if (range.isEmpty()) {
      return new HistoryPage(List.of(), range);
    }
    return connections.read(
        reader -> {
          BoardSelection boards = BoardSelection.of(range.boards(), reader);
          Page page = new Page(reader, boards, range.throughPosition(), maxMessages, maxBytes);
          long position =
              switch (boards.names().size()) {
                case 0 -> range.throughPosition();
                case 1 -> page.walkBoard(range.afterPosition(), boards.ids()[0]);
                default -> page.walkTable(range.afterPosition());
              };
          return new HistoryPage(page.messages, range.behind(position));
        });
  }

  @Override
  public List<ArchivedMessage> find(String id, List<BoardPattern> patterns) {
    return connections.read(
        reader -> {
          BoardSelection boards = BoardSelection.of(patterns, reader);
          List<ArchivedMessage> found = new ArrayList<>();
          try (PreparedStatement select =
              reader.prepareStatement(
                  "SELECT %s FROM messages WHERE %s = %s AND %s ORDER BY position LIMIT %d"
                      .formatted(
                          COLUMNS,
                          database.indexed("id"),
                          database.indexed("?"),
                          database.isOneOf("board"),
                          MAX_FOUND))) {
            select.setBytes(1, utf8(id));
            database.bindIds(select, 2, boards.ids());
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(read(rows, boards));
              }
            }
          }
          return found;
        });
  }

  private static ArchivedMessage read(ResultSet row, BoardSelection boards) throws SQLException {
    return new ArchivedMessage(
        boards.name(row.getLong(2)),
        row.getLong(1),
        row.getLong(3),
        Nanos.instant(row.getLong(4)),
        MessageColumns.read(row, 5));
  }

  /** A page while it is filled. Its walks return the position up to which nothing is left. */
  private final class Page {

    private final List<ArchivedMessage> messages = new ArrayList<>();
    private final Connection reader;
    private final BoardSelection boards;
    private final long throughPosition;
    private final int maxMessages;
    private final long maxBytes;
    private long bytes;
    private boolean isFull;

    Page(
        Connection reader,
        BoardSelection boards,
        long throughPosition,
        int maxMessages,
        long maxBytes) {
      this.reader = reader;
      this.boards = boards;
      this.throughPosition = throughPosition;
      this.maxMessages = maxMessages;
      this.maxBytes = maxBytes;
    }

    long walkBoard(long afterPosition, long board) throws SQLException {
      String condition = "board = ? AND position > ? AND position <= ?";
      try (PreparedStatement select = reader.prepareStatement(select(condition))) {
        select.setLong(1, board);
        select.setLong(2, afterPosition);
        select.setLong(3, throughPosition);
        return take(select, throughPosition);
      }
    }

    long walkTable(long afterPosition) throws SQLException {
      long position = afterPosition;
      for (int stretches = 0; stretches < MAX_STRETCHES && !isFull; stretches++) {
        long next = nextPosition(position);
        if (next == 0 || next > throughPosition) {
          return throughPosition;
        }
        position = walkStretch(next, Math.min(next + STRETCH_POSITIONS - 1, throughPosition));
      }
      return position;
    }

    private long walkStretch(long first, long last) throws SQLException {
      String order = database.tableOrder();
      String condition = order + " >= ? AND " + order + " <= ? AND " + database.isOneOf("board");
      try (PreparedStatement select = reader.prepareStatement(select(condition))) {
        select.setLong(1, first);
        select.setLong(2, last);
        database.bindIds(select, 3, boards.ids());
        return take(select, last);
      }
    }

    /** The lowest position behind another on any of the boards, 0 if there is none. */
    private long nextPosition(long afterPosition) throws SQLException {
      try (PreparedStatement select =
          reader.prepareStatement(
              "SELECT MIN(next) FROM (SELECT (SELECT MIN(m.position) FROM messages m"
                  + " WHERE m.board = b.id AND m.position > ?) AS next FROM boards b WHERE "
                  + database.isOneOf("b.id")
                  + ") AS heads")) {
        select.setLong(1, afterPosition);
        database.bindIds(select, 2, boards.ids());
        try (ResultSet row = select.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    }

    private String select(String condition) {
      return database.limited(
          "SELECT " + COLUMNS + " FROM messages WHERE " + condition,
          maxMessages - messages.size(),
          Math.max(0, maxBytes - bytes));
    }

    /**
     * Adds what the query finds. Where it finds something, more may be behind that; only where it
     * finds nothing, nothing is left up to {@code end}.
     */
    private long take(PreparedStatement select, long end) throws SQLException {
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return end;
        }
        do {
          ArchivedMessage message = read(rows, boards);
          bytes += message.message().body().length + message.message().attributeBytes();
          if (bytes > maxBytes && !messages.isEmpty()) {
            isFull = true;
            break;
          }
          messages.add(message);
        } while (rows.next());
      }
      isFull = isFull || messages.size() == maxMessages;
      return messages.get(messages.size() - 1).position();
    }
  }
}
