package org.topicboards.service.store;

import static org.topicboards.service.store.MessageColumns.utf8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.MessageIdentity;
import org.topicboards.units.OneLine;

/**
 * The one connection that writes, with its prepared statements and the boards in memory. Not
 * thread-safe; of no use after a method has thrown.
 *
 * <p>Every transaction begins by locking the one row of {@code archive}, until it is durable. So
 * all who write to the same tables do it one after the other, and places are given in the order in
 * which they become visible. The row counts the transactions: where that count is not what this
 * session left, somebody else has written, and what is in memory is forgotten.
 */
final class WriteSession implements AutoCloseable {

  private static final int REASON_CHARACTERS = 1_000;

  private static final String LOCK_ARCHIVE =
      "UPDATE archive SET changes = changes + 1 WHERE number = 1"
          + " RETURNING next_position, last_archived_nanos, changes";

  private static final String SAVE_ARCHIVE =
      "UPDATE archive SET next_position = ?, last_archived_nanos = ? WHERE number = 1";

  private static final String INSERT_QUARANTINED =
      "INSERT INTO quarantine (quarantined_nanos, reason, address, %s) VALUES (?, ?, ?, %s)"
          .formatted(MessageColumns.NAMES, MessageColumns.PLACEHOLDERS);

  private final Connection connection;
  private final BoardRows boards;
  private final RowInsert rowInsert;
  private final PreparedStatement lockArchive;
  private final PreparedStatement saveArchive;
  private final PreparedStatement compareBody;
  private final String findQuarantined;
  private long nextPosition;
  private long lastArchivedNanos;
  private long changes = -1;

  private WriteSession(Connection connection, Database database) throws SQLException {
    this.connection = connection;
    this.boards = new BoardRows(connection);
    this.rowInsert = database.rowInsert(connection);
    this.lockArchive = connection.prepareStatement(LOCK_ARCHIVE);
    this.saveArchive = connection.prepareStatement(SAVE_ARCHIVE);
    this.compareBody =
        connection.prepareStatement(
            "SELECT body = ? FROM messages WHERE %s AND %s AND board = ?"
                .formatted(same(database, "id"), same(database, "source")));
    this.findQuarantined =
        "SELECT 1 FROM quarantine WHERE %s AND %s AND %s AND body = ?"
            .formatted(same(database, "id"), same(database, "source"), same(database, "address"));
  }

  /** A session on a connection, which is closed with it, or at once if this fails. */
  static WriteSession open(Database database) throws SQLException {
    Connection connection = database.openWriter();
    try {
      return new WriteSession(connection, database);
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  /**
   * Inserts the rows as if every message were new, which is nearly always so and costs the least.
   * Where some were there already, the places after them have a gap, so that all is taken back and
   * done again without those.
   */
  AppendResult append(List<NewRow> batch, MissingBoards missing) throws SQLException {
    Set<BoardName> names = new LinkedHashSet<>();
    batch.forEach(row -> names.add(row.board));
    List<NewRow> fresh = batch;
    List<NewRow> known = new ArrayList<>();
    begin(names);
    List<NewRow> found = insert(fresh, missing);
    while (!found.isEmpty()) {
      rollBack();
      known.addAll(found);
      fresh = without(fresh, found);
      begin(names);
      found = insert(fresh, missing);
    }
    List<MessageIdentity> conflicts = conflicts(known);
    Map<BoardName, Integer> setAside = setAside(fresh);
    commit();
    int stored = fresh.size() - setAside.values().stream().mapToInt(Integer::intValue).sum();
    return new AppendResult(stored, setAside, known.size() - conflicts.size(), conflicts);
  }

  int quarantine(List<QuarantinedMessage> batch) throws SQLException {
    long nowNanos = Nanos.nearest(Instant.now());
    int stored = 0;
    begin(List.of());
    try (PreparedStatement find = connection.prepareStatement(findQuarantined);
        PreparedStatement insert = connection.prepareStatement(INSERT_QUARANTINED)) {
      for (QuarantinedMessage quarantined : batch) {
        if (!isThere(find, quarantined)) {
          insert.setLong(1, nowNanos);
          insert.setString(2, OneLine.of(quarantined.reason(), REASON_CHARACTERS));
          insert.setBytes(3, utf8(quarantined.address()));
          MessageColumns.bind(insert, 4, new EncodedMessage(quarantined.message()));
          stored += insert.executeUpdate();
        }
      }
    }
    commit();
    return stored;
  }

  /** The connection, for work between {@link #begin} and {@link #commit}. */
  Connection connection() {
    return connection;
  }

  /** The boards, of which {@link #begin} has loaded some. */
  BoardRows boards() {
    return boards;
  }

  /** Begins a transaction, waiting for others, and loads boards. */
  void begin(Collection<BoardName> names) throws SQLException {
    try (ResultSet row = lockArchive.executeQuery()) {
      row.next();
      nextPosition = row.getLong(1);
      lastArchivedNanos = row.getLong(2);
      long changesNow = row.getLong(3);
      if (changesNow != changes + 1) {
        boards.forget();
      }
      changes = changesNow;
    }
    boards.load(names);
  }

  /** Makes durable what was done. */
  void commit() throws SQLException {
    boards.save();
    saveArchive.setLong(1, nextPosition);
    saveArchive.setLong(2, lastArchivedNanos);
    saveArchive.executeUpdate();
    connection.commit();
  }

  /** Takes back what was done. */
  void rollBack() throws SQLException {
    connection.rollback();
    boards.forget();
    changes--;
  }

  @Override
  public void close() {
    closeQuietly(connection, null);
  }

  /** Gives the rows their places and inserts them; returns those that were there already. */
  private List<NewRow> insert(List<NewRow> rows, MissingBoards missing) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    long nowNanos = Nanos.nearest(Instant.now());
    for (NewRow row : rows) {
      boolean isToBeThere = missing == MissingBoards.CREATE || row.board.isReserved();
      BoardRow board =
          isToBeThere ? boards.findOrCreate(row.board) : boards.findRowOrSetAside(row.board);
      row.boardId = board.id;
      row.position = nextPosition++;
      row.sequence = Math.max(board.nextSequence, row.wantedSequence);
      row.archivedNanos = Math.max(lastArchivedNanos, Math.min(nowNanos, row.wantedArchivedNanos));
      lastArchivedNanos = row.archivedNanos;
      board.nextSequence = row.sequence + 1;
      board.messages++;
      board.bytes += row.columns.size();
      boards.note(board);
    }
    return rowInsert.insert(rows);
  }

  /** How many rows went to boards that are absent. */
  private Map<BoardName, Integer> setAside(List<NewRow> rows) {
    Map<BoardName, Integer> setAside = new HashMap<>();
    for (NewRow row : rows) {
      if (boards.find(row.board) == null) {
        setAside.merge(row.board, 1, Integer::sum);
      }
    }
    return setAside;
  }

  private static List<NewRow> without(List<NewRow> batch, List<NewRow> excluded) {
    Set<NewRow> excludedRows = Collections.newSetFromMap(new IdentityHashMap<>());
    excludedRows.addAll(excluded);
    return batch.stream().filter(row -> !excludedRows.contains(row)).toList();
  }

  private List<MessageIdentity> conflicts(List<NewRow> known) throws SQLException {
    List<MessageIdentity> conflicts = new ArrayList<>();
    for (NewRow row : known) {
      if (!isSameBody(row)) {
        conflicts.add(MessageIdentity.of(row.board, row.message));
      }
    }
    return conflicts;
  }

  private boolean isSameBody(NewRow row) throws SQLException {
    BoardRow board = boards.findRow(row.board);
    if (board == null) {
      return true;
    }
    compareBody.setBytes(1, row.columns.body);
    compareBody.setBytes(2, row.columns.id);
    compareBody.setBytes(3, row.columns.source);
    compareBody.setLong(4, board.id);
    try (ResultSet same = compareBody.executeQuery()) {
      // what retention has deleted meanwhile is no conflict
      return !same.next() || same.getBoolean(1);
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

  private static String same(Database database, String column) {
    return database.indexed(column) + " = " + database.indexed("?");
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
