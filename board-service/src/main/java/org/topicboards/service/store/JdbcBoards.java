package org.topicboards.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/** The boards on any {@link Database}. */
final class JdbcBoards implements Boards {

  private static final String SELECT_ROWS =
      "SELECT b.name, b.description, b.retention_age_millis, b.retention_messages,"
          + " b.retention_bytes, b.message_count, b.byte_count, b.begin_sequence, b.next_sequence,"
          + " b.expired_nanos,"
          + " (SELECT m.sequence FROM messages m WHERE m.board = b.id ORDER BY m.position LIMIT 1),"
          + " (SELECT m.archived_nanos FROM messages m WHERE m.board = b.id"
          + " ORDER BY m.position LIMIT 1),"
          + " (SELECT m.archived_nanos FROM messages m WHERE m.board = b.id"
          + " ORDER BY m.position DESC LIMIT 1)"
          + " FROM boards b WHERE b.name IS NOT NULL AND ";

  private static final String IS_BOARD = "b.deleted = 0";
  private static final String IS_SET_ASIDE = "b.deleted = 1 AND b.message_count > 0";

  private static final String UPDATE =
      "UPDATE boards SET description = ?, retention_age_millis = ?, retention_messages = ?,"
          + " retention_bytes = ? WHERE id = ?";

  private final StoreConnections connections;
  private final Expiry expiry;

  JdbcBoards(StoreConnections connections) {
    this.connections = connections;
    this.expiry = new Expiry(connections);
  }

  @Override
  public List<BoardInfo> list() {
    return list(IS_BOARD);
  }

  @Override
  public List<BoardInfo> setAside() {
    return list(IS_SET_ASIDE);
  }

  private List<BoardInfo> list(String condition) {
    return connections.read(
        reader -> {
          try (PreparedStatement select =
              reader.prepareStatement(SELECT_ROWS + condition + " ORDER BY b.name")) {
            return read(select);
          }
        });
  }

  @Override
  public Optional<BoardInfo> find(BoardName name) {
    return connections.read(
        reader -> {
          try (PreparedStatement select =
              reader.prepareStatement(SELECT_ROWS + IS_BOARD + " AND b.name = ?")) {
            select.setString(1, name.value());
            return read(select).stream().findFirst();
          }
        });
  }

  @Override
  public Set<BoardName> existing(Set<BoardName> names) {
    if (names.isEmpty()) {
      return Set.of();
    }
    List<BoardPattern> patterns =
        names.stream().map(name -> BoardPattern.of(name.value())).toList();
    return connections.read(
        reader -> new HashSet<>(BoardSelection.of(patterns, reader).names().values()));
  }

  @Override
  public boolean create(BoardName name, BoardSettings settings) {
    return connections.write(
        session -> {
          session.begin(Set.of(name));
          if (session.boards().find(name) != null) {
            session.rollBack();
            return false;
          }
          BoardRow board = session.boards().findOrCreate(name);
          write(session.connection(), board, settings);
          session.commit();
          return true;
        });
  }

  @Override
  public boolean update(BoardName name, BoardSettings settings) {
    return connections.write(
        session -> {
          session.begin(Set.of(name));
          BoardRow board = session.boards().find(name);
          if (board == null) {
            session.rollBack();
            return false;
          }
          write(session.connection(), board, settings);
          session.commit();
          return true;
        });
  }

  @Override
  public boolean delete(BoardName name) {
    return connections.write(
        session -> {
          session.begin(Set.of(name));
          BoardRow board = session.boards().findRow(name);
          if (board == null || (board.isAbsent && !board.holdsMessagesSetAside())) {
            session.rollBack();
            return false;
          }
          try (PreparedStatement forget =
              session.connection().prepareStatement("UPDATE boards SET name = NULL WHERE id = ?")) {
            forget.setLong(1, board.id);
            forget.executeUpdate();
          }
          session.boards().keepSequences(board);
          session.commit();
          return true;
        });
  }

  @Override
  public boolean expire() {
    return expiry.step(Instant.now());
  }

  private static void write(Connection connection, BoardRow board, BoardSettings settings)
      throws SQLException {
    Retention retention = settings.retention();
    String description = settings.description();
    Duration age = retention.age();
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      MessageColumns.bytesOrNull(
          update, 1, description == null ? null : MessageColumns.utf8(description));
      longOrNull(update, 2, age == null ? null : Long.valueOf(age.toMillis()));
      longOrNull(update, 3, retention.messages());
      longOrNull(update, 4, retention.bytes());
      update.setLong(5, board.id);
      update.executeUpdate();
    }
  }

  private static List<BoardInfo> read(PreparedStatement select) throws SQLException {
    List<BoardInfo> boards = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        boards.add(read(rows));
      }
    }
    return boards;
  }

  private static BoardInfo read(ResultSet row) throws SQLException {
    byte[] description = row.getBytes(2);
    Long ageMillis = longOrNull(row, 3);
    Retention retention =
        new Retention(
            ageMillis == null ? null : Duration.ofMillis(ageMillis),
            longOrNull(row, 4),
            longOrNull(row, 5));
    long nextSequence = row.getLong(9);
    Long lowestSequence = longOrNull(row, 11);
    return new BoardInfo(
        BoardName.of(row.getString(1)),
        new BoardSettings(description == null ? null : new String(description, UTF_8), retention),
        row.getLong(6),
        row.getLong(7),
        lowestSequence == null ? nextSequence : lowestSequence,
        nextSequence - 1,
        row.getLong(8),
        instantOrNull(row, 12),
        instantOrNull(row, 13),
        instantOrNull(row, 10));
  }

  private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    Long nanos = longOrNull(row, column);
    return nanos == null ? null : Nanos.instant(nanos);
  }

  private static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }

  private static void longOrNull(PreparedStatement statement, int parameter, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, Types.BIGINT);
    } else {
      statement.setLong(parameter, value);
    }
  }
}
