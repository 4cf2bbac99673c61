package org.topicboards.service.store;

import static org.topicboards.service.store.MessageColumns.utf8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/**
 * One connection with its prepared statements and the boards in memory. Not thread-safe; of no use
 * after a method has thrown.
 */
final class SqliteSession implements AutoCloseable {

  private static final String INSERT_MESSAGE =
      "INSERT INTO messages (board, sequence, archived_nanos, %s) VALUES (?, ?, ?, %s)"
              .formatted(MessageColumns.NAMES, MessageColumns.PLACEHOLDERS)
          + " ON CONFLICT (id, source, board) DO NOTHING";

  private static final String COMPARE_BODY =
      "SELECT body = ? FROM messages WHERE id = ? AND source = ? AND board = ?";

  private static final String INSERT_QUARANTINED =
      "INSERT INTO quarantine (quarantined_nanos, reason, address, %s) VALUES (?, ?, ?, %s)"
          .formatted(MessageColumns.NAMES, MessageColumns.PLACEHOLDERS);

  private static final String FIND_QUARANTINED =
      "SELECT 1 FROM quarantine WHERE id = ? AND source = ? AND address = ? AND body = ?";

  private static final String READ_MESSAGES =
      "SELECT m.sequence, m.archived_nanos, %s FROM messages m"
              .formatted(MessageColumns.NAMES.replaceAll("\\w+", "m.$0"))
          + " JOIN boards b ON b.id = m.board"
          + " WHERE b.name = ? AND m.sequence >= ? ORDER BY m.sequence LIMIT ?";

  private static final String COUNT_MESSAGES =
      "SELECT b.name, (SELECT COUNT(*) FROM messages m WHERE m.board = b.id) FROM boards b";

  private final Connection connection;
  private final SqliteBoards boards;
  private final PreparedStatement insertMessage;
  private final PreparedStatement compareBody;

  private SqliteSession(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    this.boards = new SqliteBoards(connection);
    this.insertMessage = connection.prepareStatement(INSERT_MESSAGE);
    this.compareBody = connection.prepareStatement(COMPARE_BODY);
    connection.commit();
  }

  /** A session on a connection, which is closed with it, or at once if this fails. */
  static SqliteSession open(Connection connection) throws SQLException {
    try {
      return new SqliteSession(connection);
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  /**
   * Inserts the batch as if every message were new, which is nearly always so and costs the least.
   * Where some were there already, the sequences after them have a gap, so that all is taken back
   * and done again without those.
   */
  AppendResult append(List<PostedMessage> batch) throws SQLException {
    long archivedNanos = MessageColumns.nanos(Instant.now());
    List<PostedMessage> fresh = batch;
    List<PostedMessage> known = new ArrayList<>();
    for (List<PostedMessage> found = insert(fresh, archivedNanos);
        !found.isEmpty();
        found = insert(fresh, archivedNanos)) {
      connection.rollback();
      boards.rollBack();
      known.addAll(found);
      fresh = without(fresh, found);
    }
    List<MessageIdentity> conflicts = conflicts(known);
    boards.saveSequences();
    connection.commit();
    boards.commit();
    return new AppendResult(fresh.size(), known.size() - conflicts.size(), conflicts);
  }

  int quarantine(List<QuarantinedMessage> batch) throws SQLException {
    long nowNanos = MessageColumns.nanos(Instant.now());
    int stored = 0;
    try (PreparedStatement find = connection.prepareStatement(FIND_QUARANTINED);
        PreparedStatement insert = connection.prepareStatement(INSERT_QUARANTINED)) {
      for (QuarantinedMessage quarantined : batch) {
        if (!isThere(find, quarantined)) {
          insert.setLong(1, nowNanos);
          insert.setString(2, quarantined.reason());
          insert.setBytes(3, utf8(quarantined.address()));
          MessageColumns.bind(insert, 4, quarantined.message());
          stored += insert.executeUpdate();
        }
      }
    }
    connection.commit();
    return stored;
  }

  List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) throws SQLException {
    List<ArchivedMessage> messages = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(READ_MESSAGES)) {
      select.setString(1, board.value());
      select.setLong(2, fromSequence);
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          messages.add(
              new ArchivedMessage(
                  board,
                  rows.getLong(1),
                  MessageColumns.instant(rows.getLong(2)),
                  MessageColumns.read(rows, 3)));
        }
      }
    }
    connection.commit();
    return messages;
  }

  SortedMap<BoardName, Long> counts() throws SQLException {
    SortedMap<BoardName, Long> counts = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(COUNT_MESSAGES);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counts.put(BoardName.of(rows.getString(1)), rows.getLong(2));
      }
    }
    connection.commit();
    return counts;
  }

  long quarantinedCount() throws SQLException {
    long count;
    try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM quarantine");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      count = rows.getLong(1);
    }
    connection.commit();
    return count;
  }

  long highestSequence(BoardName board) {
    return boards.highestSequence(board);
  }

  @Override
  public void close() {
    closeQuietly(connection, null);
  }

  /** Inserts a batch; returns the messages whose identity was there already. */
  private List<PostedMessage> insert(List<PostedMessage> batch, long archivedNanos)
      throws SQLException {
    for (PostedMessage posted : batch) {
      SqliteBoards.Board board = boards.of(posted.board());
      insertMessage.setLong(1, board.id());
      insertMessage.setLong(2, boards.useSequence(board));
      insertMessage.setLong(3, archivedNanos);
      MessageColumns.bind(insertMessage, 4, posted.message());
      insertMessage.addBatch();
    }
    int[] inserted = insertMessage.executeBatch();
    List<PostedMessage> known = new ArrayList<>();
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] == 0) {
        known.add(batch.get(i));
      }
    }
    return known;
  }

  private static List<PostedMessage> without(
      List<PostedMessage> batch, List<PostedMessage> excluded) {
    Set<PostedMessage> excludedObjects = Collections.newSetFromMap(new IdentityHashMap<>());
    excludedObjects.addAll(excluded);
    return batch.stream().filter(posted -> !excludedObjects.contains(posted)).toList();
  }

  private List<MessageIdentity> conflicts(List<PostedMessage> known) throws SQLException {
    List<MessageIdentity> conflicts = new ArrayList<>();
    for (PostedMessage posted : known) {
      if (!isSameBody(boards.of(posted.board()), posted.message())) {
        conflicts.add(MessageIdentity.of(posted.board(), posted.message()));
      }
    }
    return conflicts;
  }

  private boolean isSameBody(SqliteBoards.Board board, Message message) throws SQLException {
    compareBody.setBytes(1, message.body());
    compareBody.setBytes(2, utf8(message.id()));
    compareBody.setBytes(3, utf8(message.source()));
    compareBody.setLong(4, board.id());
    try (ResultSet same = compareBody.executeQuery()) {
      return same.next() && same.getBoolean(1);
    }
  }

  private static boolean isThere(PreparedStatement find, QuarantinedMessage quarantined)
      throws SQLException {
    find.setBytes(1, utf8(quarantined.message().id()));
    find.setBytes(2, utf8(quarantined.message().source()));
    find.setBytes(3, utf8(quarantined.address()));
    find.setBytes(4, quarantined.message().body());
    try (ResultSet found = find.executeQuery()) {
      return found.next();
    }
  }

  /** Closing rolls back; its own failure adds nothing that a caller could act on. */
  private static void closeQuietly(Connection connection, @Nullable Throwable failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      if (failure != null) {
        failure.addSuppressed(e);
      }
    }
  }
}
