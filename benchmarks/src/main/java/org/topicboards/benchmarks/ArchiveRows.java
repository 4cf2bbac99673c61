package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.topicboards.message.Message;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.PostedMessage;

/**
 * Stores the same messages in the same table: through the archive's store, or by a JDBC batch
 * insert that looks for no duplicates and keeps no account of sequences.
 */
final class ArchiveRows {

  static final int BATCH_ROWS = 1_000;

  private static final String INSERT =
      "INSERT INTO messages (board, sequence, archived_nanos, id, source, type, content_type,"
          + " time_nanos, time_exact, extensions, headers, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private ArchiveRows() {}

  /** The measured work of the store. */
  static Speed measureStore(Path folder, Load load) {
    List<PostedMessage> warmUp = messages(load.warmUpMessages(), load.bodyBytes());
    List<PostedMessage> measured = messages(load.messages(), load.bodyBytes());
    try (MessageStore store = MessageStores.open(url(folder))) {
      append(store, warmUp);
      Stopwatch stopwatch = new Stopwatch();
      append(store, measured);
      return stopwatch.speed(load.messages());
    }
  }

  /** The measured work of the bare insert. */
  static Speed measureBare(Path folder, Load load) throws SQLException {
    List<PostedMessage> warmUp = messages(load.warmUpMessages(), load.bodyBytes());
    List<PostedMessage> measured = messages(load.messages(), load.bodyBytes());
    MessageStores.open(url(folder)).close(); // makes the tables
    try (Connection connection = DriverManager.getConnection(url(folder))) {
      try (Statement statement = connection.createStatement()) {
        // As the store's. The journal mode, WAL, is kept in the file.
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA cache_size = -16384");
        statement.execute("PRAGMA journal_size_limit = " + (64 << 20));
      }
      connection.setAutoCommit(false);
      long board = newBoard(connection);
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert(connection, insert, board, 1, warmUp);
        Stopwatch stopwatch = new Stopwatch();
        insert(connection, insert, board, 1 + load.warmUpMessages(), measured);
        return stopwatch.speed(load.messages());
      }
    }
  }

  private static void append(MessageStore store, List<PostedMessage> messages) {
    for (int start = 0; start < messages.size(); start += BATCH_ROWS) {
      List<PostedMessage> batch =
          messages.subList(start, Math.min(start + BATCH_ROWS, messages.size()));
      AppendResult result = store.append(batch);
      if (result.stored() != batch.size()) {
        throw new IllegalStateException("stored " + result + " of " + batch.size());
      }
    }
  }

  private static void insert(
      Connection connection,
      PreparedStatement insert,
      long board,
      long firstSequence,
      List<PostedMessage> messages)
      throws SQLException {
    long sequence = firstSequence;
    for (int start = 0; start < messages.size(); start += BATCH_ROWS) {
      long nowNanos = nanos(Instant.now());
      for (PostedMessage posted :
          messages.subList(start, Math.min(start + BATCH_ROWS, messages.size()))) {
        Message message = posted.message();
        insert.setLong(1, board);
        insert.setLong(2, sequence++);
        insert.setLong(3, nowNanos);
        insert.setBytes(4, message.id().getBytes(UTF_8));
        insert.setBytes(5, message.source().getBytes(UTF_8));
        insert.setBytes(6, message.type().getBytes(UTF_8));
        insert.setBytes(7, BarePublisher.CONTENT_TYPE.getBytes(UTF_8));
        insert.setLong(8, nanos(message.time()));
        insert.setNull(9, Types.BLOB);
        insert.setNull(10, Types.BLOB);
        insert.setNull(11, Types.BLOB);
        insert.setBytes(12, message.body());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  private static long newBoard(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO boards (name, next_sequence) VALUES (?, 1) RETURNING id")) {
      insert.setString(1, BenchmarkQueue.BOARD.value());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static List<PostedMessage> messages(int count, int bodyBytes) {
    List<PostedMessage> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(
          new PostedMessage(
              BenchmarkQueue.BOARD,
              Message.from(BarePublisher.SOURCE)
                  .contentType(BarePublisher.CONTENT_TYPE)
                  .body(new byte[bodyBytes])
                  .build()));
    }
    return messages;
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static String url(Path folder) {
    return "jdbc:sqlite:" + folder.resolve("archive.db");
  }
}
