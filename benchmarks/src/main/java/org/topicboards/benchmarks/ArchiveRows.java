package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.HistoryPage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.HistoryRequest;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.PostedMessage;

/**
 * Stores the same messages in the same table, and reads them: through the archive's store, or by a
 * JDBC batch insert that looks for no duplicates and keeps no account of sequences, and by a loop
 * over one SELECT.
 */
final class ArchiveRows {

  static final int BATCH_ROWS = 1_000;

  private static final String INSERT =
      "INSERT INTO messages (position, board, sequence, archived_nanos, id, source, type,"
          + " content_type, time_nanos, time_exact, extensions, headers, body) VALUES (?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String SELECT =
      "SELECT position, board, sequence, archived_nanos, id, source, type, content_type,"
          + " time_nanos, time_exact, extensions, headers, body FROM messages ORDER BY position";

  private ArchiveRows() {}

  /** The measured work of the store. */
  static Speed measureStore(String jdbcUrl, Load load) {
    try (MessageStore store = MessageStores.open(jdbcUrl)) {
      fill(store, load.warmUpMessages(), load.bodyBytes());
      List<PostedMessage> measured = messages(load.messages(), load.bodyBytes());
      Stopwatch stopwatch = new Stopwatch();
      append(store, measured);
      return stopwatch.speed(load.messages());
    }
  }

  /** The measured work of the bare insert. */
  static Speed measureBare(String jdbcUrl, Load load) throws SQLException {
    MessageStores.open(jdbcUrl).close(); // makes the tables
    try (Connection connection = connect(jdbcUrl)) {
      long board = newBoard(connection);
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (int done = 0; done < load.warmUpMessages(); done += BATCH_ROWS) {
          int count = Math.min(BATCH_ROWS, load.warmUpMessages() - done);
          insert(connection, insert, board, 1 + done, messages(count, load.bodyBytes()));
        }
        List<PostedMessage> measured = messages(load.messages(), load.bodyBytes());
        Stopwatch stopwatch = new Stopwatch();
        insert(connection, insert, board, 1 + load.warmUpMessages(), measured);
        return stopwatch.speed(load.messages());
      }
    }
  }

  /** Stores messages of one board, unmeasured. */
  static void fill(MessageStore store, int count, int bodyBytes) {
    for (int left = count; left > 0; left -= BATCH_ROWS) {
      append(store, messages(Math.min(BATCH_ROWS, left), bodyBytes));
    }
  }

  /** The measured work of reading all of a board page by page. */
  static Speed measureReplay(String jdbcUrl, Load load) {
    try (MessageStore store = MessageStores.open(jdbcUrl)) {
      fill(store, load.messages(), load.bodyBytes());
      replay(store, load.messages());
      Stopwatch stopwatch = new Stopwatch();
      replay(store, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  /** The measured work of a loop that reads the same columns. */
  static Speed measureBareReplay(String jdbcUrl, Load load) throws SQLException {
    try (MessageStore store = MessageStores.open(jdbcUrl)) {
      fill(store, load.messages(), load.bodyBytes());
    }
    try (Connection connection = connect(jdbcUrl)) {
      select(connection, load.messages());
      Stopwatch stopwatch = new Stopwatch();
      select(connection, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  private static void replay(MessageStore store, int count) {
    HistoryRange rest =
        store
            .history()
            .range(
                new HistoryRequest(
                    List.of(BoardPattern.of(BenchmarkQueue.BOARD.value())),
                    new HistoryRequest.Start.All(),
                    new HistoryRequest.End.Now()))
            .orElseThrow();
    int messages = 0;
    while (!rest.isEmpty()) {
      HistoryPage page = store.history().page(rest, BATCH_ROWS, 4L << 20);
      messages += page.messages().size();
      rest = page.rest();
    }
    requireAll(messages, count);
  }

  private static void select(Connection connection, int count) throws SQLException {
    int messages = 0;
    long lastPosition = 0;
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setFetchSize(BATCH_ROWS);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ArchivedMessage message = message(row);
          if (message.position() <= lastPosition) {
            throw new IllegalStateException("not in order");
          }
          lastPosition = message.position();
          messages++;
        }
      }
    }
    connection.rollback();
    requireAll(messages, count);
  }

  /** The message of a row that has no free headers, no extensions and a usual time. */
  private static ArchivedMessage message(ResultSet row) throws SQLException {
    byte[] contentType = row.getBytes(8);
    if (row.getBytes(10) != null || row.getBytes(11) != null || row.getBytes(12) != null) {
      throw new IllegalStateException("another row than was stored");
    }
    Message message =
        Message.from(new String(row.getBytes(6), UTF_8))
            .id(new String(row.getBytes(5), UTF_8))
            .type(new String(row.getBytes(7), UTF_8))
            .contentType(contentType == null ? null : new String(contentType, UTF_8))
            .time(Instant.ofEpochSecond(0, row.getLong(9)))
            .body(row.getBytes(13))
            .build();
    if (row.getLong(2) < 1) {
      throw new IllegalStateException("a row of no board");
    }
    return new ArchivedMessage(
        BenchmarkQueue.BOARD,
        row.getLong(1),
        row.getLong(3),
        Instant.ofEpochSecond(0, row.getLong(4)),
        message);
  }

  private static void requireAll(int messages, int count) {
    if (messages != count) {
      throw new IllegalStateException("read " + messages + " of " + count);
    }
  }

  /** With the settings of the store. SQLite keeps the journal mode, WAL, in the file. */
  private static Connection connect(String jdbcUrl) throws SQLException {
    boolean isSqlite = jdbcUrl.startsWith("jdbc:sqlite:");
    Connection connection =
        DriverManager.getConnection(isSqlite ? jdbcUrl : jdbcUrl + "&reWriteBatchedInserts=true");
    if (isSqlite) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA cache_size = -16384");
        statement.execute("PRAGMA journal_size_limit = " + (64 << 20));
      }
    }
    connection.setAutoCommit(false);
    return connection;
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
        insert.setLong(1, sequence);
        insert.setLong(2, board);
        insert.setLong(3, sequence++);
        insert.setLong(4, nowNanos);
        insert.setBytes(5, message.id().getBytes(UTF_8));
        insert.setBytes(6, message.source().getBytes(UTF_8));
        insert.setBytes(7, message.type().getBytes(UTF_8));
        insert.setBytes(8, BarePublisher.CONTENT_TYPE.getBytes(UTF_8));
        insert.setLong(9, nanos(message.time()));
        insert.setNull(10, Types.BINARY);
        insert.setNull(11, Types.BINARY);
        insert.setNull(12, Types.BINARY);
        insert.setBytes(13, message.body());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  private static long newBoard(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO boards (name, begin_sequence, next_sequence) VALUES (?, 1, 1)"
                + " RETURNING id")) {
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
}
