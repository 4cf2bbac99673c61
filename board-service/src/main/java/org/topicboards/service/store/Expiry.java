package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * Deletes what is not to be kept, the oldest first and a little at a time: each step is one short
 * transaction. Looking for work waits for nobody.
 */
final class Expiry {

  private static final int STEP_MESSAGES = 500;
  private static final long STEP_BYTES = 4 << 20;

  /** A board with too much, or a deleted one (its name is null), or none. */
  private static final String FIND_DUE =
      "SELECT b.id, b.name FROM boards b WHERE b.name IS NULL"
          + " OR b.message_count > b.retention_messages OR b.byte_count > b.retention_bytes"
          + " OR (b.retention_age_millis IS NOT NULL AND ? > b.retention_age_millis * 1000000"
          + " + (SELECT m.archived_nanos FROM messages m WHERE m.board = b.id"
          + " ORDER BY m.position LIMIT 1)) LIMIT 1";

  private static final String OLDEST =
      "SELECT position, archived_nanos, "
          + MessageColumns.SIZE
          + " FROM messages WHERE board = ? ORDER BY position LIMIT "
          + STEP_MESSAGES;

  private final StoreConnections connections;

  Expiry(StoreConnections connections) {
    this.connections = connections;
  }

  /** Does one step of what is due at {@code now}; whether more may be due. */
  boolean step(Instant now) {
    long nowNanos = Nanos.nearest(now);
    Optional<Due> due = connections.read(reader -> findDue(reader, nowNanos));
    if (due.isEmpty()) {
      return connections.write(
          session -> connections.database().giveSpaceBack(session.connection()));
    }
    return connections.write(
        session -> {
          BoardName name = due.get().name();
          session.begin(name == null ? List.of() : List.of(name));
          if (name == null) {
            deleteOldest(session.connection(), due.get().id(), Excess.ALL);
          } else {
            BoardRow board = session.boards().find(name);
            if (board != null) {
              shorten(session, board, nowNanos);
            }
          }
          session.commit();
          return true;
        });
  }

  private static Optional<Due> findDue(Connection reader, long nowNanos) throws SQLException {
    try (PreparedStatement select = reader.prepareStatement(FIND_DUE)) {
      select.setLong(1, nowNanos);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String name = row.getString(2);
        return Optional.of(new Due(row.getLong(1), name == null ? null : BoardName.of(name)));
      }
    }
  }

  private static void shorten(WriteSession session, BoardRow board, long nowNanos)
      throws SQLException {
    Excess excess = excess(session.connection(), board, nowNanos);
    Deleted deleted = deleteOldest(session.connection(), board.id, excess);
    if (deleted.messages() > 0) {
      board.messages -= deleted.messages();
      board.bytes -= deleted.bytes();
      board.expiredNanos = deleted.lastArchivedNanos();
      session.boards().note(board);
    }
  }

  private static Excess excess(Connection connection, BoardRow board, long nowNanos)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT retention_age_millis, retention_messages, retention_bytes FROM boards"
                + " WHERE id = ?")) {
      select.setLong(1, board.id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long ageMillis = row.getLong(1);
        long beforeNanos =
            row.wasNull() ? Long.MIN_VALUE : nowNanos - TimeUnit.MILLISECONDS.toNanos(ageMillis);
        long keptMessages = row.getLong(2);
        long messages = row.wasNull() ? 0 : board.messages - keptMessages;
        long keptBytes = row.getLong(3);
        long bytes = row.wasNull() ? 0 : board.bytes - keptBytes;
        return new Excess(beforeNanos, messages, bytes);
      }
    }
  }

  private static Deleted deleteOldest(Connection connection, long board, Excess excess)
      throws SQLException {
    Deleted deleted = new Deleted(0, 0, 0, 0);
    try (PreparedStatement select = connection.prepareStatement(OLDEST)) {
      select.setLong(1, board);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()
            && deleted.bytes() < STEP_BYTES
            && excess.includes(deleted, rows.getLong(2))) {
          deleted =
              new Deleted(
                  deleted.messages() + 1,
                  deleted.bytes() + rows.getLong(3),
                  rows.getLong(1),
                  rows.getLong(2));
        }
      }
    }
    if (deleted.messages() > 0) {
      delete(
          connection,
          "DELETE FROM messages WHERE board = ? AND position <= ?",
          board,
          deleted.lastPosition());
    } else if (excess.equals(Excess.ALL)) {
      delete(connection, "DELETE FROM boards WHERE id = ? AND name IS NULL", board);
    }
    return deleted;
  }

  private static void delete(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        delete.setLong(i + 1, parameters[i]);
      }
      delete.executeUpdate();
    }
  }

  private record Due(long id, @Nullable BoardName name) {}

  /** What has been deleted in a step, and the last of it. */
  private record Deleted(long messages, long bytes, long lastPosition, long lastArchivedNanos) {}

  /** By how much a board is beyond its bounds. */
  private record Excess(long beforeNanos, long messages, long bytes) {

    static final Excess ALL = new Excess(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    boolean includes(Deleted deleted, long archivedNanos) {
      return archivedNanos < beforeNanos
          || deleted.messages() < messages
          || deleted.bytes() < bytes;
    }
  }
}
