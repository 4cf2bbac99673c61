package org.topicboards.service.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file. Its write-ahead log lets readers go on while somebody writes; of writers there
 * is one at a time.
 */
final class SqliteDatabase implements Database {

  static final String URL_PREFIX = "jdbc:sqlite:";

  private static final String MIGRATIONS = "classpath:db/migration/sqlite";
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int READER_CACHE_KIB = 2 * 1024;
  private static final int KEPT_JOURNAL_BYTES = 64 << 20;
  private static final int READERS = 4;
  private static final long READER_TIMEOUT_MILLIS = 30_000;

  /** How much of the file is given back at a time. */
  private static final int PAGES_GIVEN_BACK = 256;

  private static final String INSERT =
      "INSERT INTO messages (position, board, sequence, archived_nanos, %s) VALUES (?, ?, ?, ?, %s)"
              .formatted(MessageColumns.NAMES, MessageColumns.PLACEHOLDERS)
          + " ON CONFLICT (id, source, board) DO NOTHING";

  private final SQLiteDataSource writers;
  private final HikariDataSource readers;

  private SqliteDatabase(SQLiteDataSource writers, HikariDataSource readers) {
    this.writers = writers;
    this.readers = readers;
  }

  /** Opens a file, made if need be, and brings its tables up to date. */
  static SqliteDatabase open(String jdbcUrl) {
    SQLiteDataSource writers = new SQLiteDataSource(writerSettings());
    writers.setUrl(jdbcUrl);
    try {
      prepareFile(jdbcUrl);
      new Migrations(writers, jdbcUrl, MIGRATIONS).apply();
      return new SqliteDatabase(writers, readers(jdbcUrl));
    } catch (SQLException e) {
      throw SqliteErrors.translateOnOpen(jdbcUrl, e);
    } catch (FlywayException e) {
      throw translateOnOpen(jdbcUrl, e);
    }
  }

  /** Opens a file that is there, and changes nothing, not even the tables of an older program. */
  static SqliteDatabase openToRead(String jdbcUrl) {
    new SqliteFile(jdbcUrl).require();
    SQLiteDataSource noWriters = new SQLiteDataSource(readerSettings());
    noWriters.setUrl(jdbcUrl);
    try {
      new Migrations(noWriters, jdbcUrl, MIGRATIONS).require();
      return new SqliteDatabase(noWriters, readers(jdbcUrl));
    } catch (FlywayException e) {
      throw translateOnOpen(jdbcUrl, e);
    }
  }

  @Override
  public Connection openWriter() throws SQLException {
    Connection writer = writers.getConnection();
    writer.setAutoCommit(false);
    return writer;
  }

  @Override
  public Connection openReader() throws SQLException {
    return readers.getConnection();
  }

  @Override
  public RowInsert rowInsert(Connection writer) throws SQLException {
    PreparedStatement insert = writer.prepareStatement(INSERT);
    return rows -> insert(insert, rows);
  }

  @Override
  public String indexed(String text) {
    return text;
  }

  @Override
  public String tableOrder() {
    return "position";
  }

  /** The plus sign keeps the planner from using an index on the column. */
  @Override
  public String isOneOf(String column) {
    return "+" + column + " IN (SELECT value FROM json_each(?))";
  }

  @Override
  public void bindIds(PreparedStatement statement, int parameter, long[] ids) throws SQLException {
    statement.setString(
        parameter,
        LongStream.of(ids).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]")));
  }

  /** Rows are read from the file one by one, as they are asked for. */
  @Override
  public String limited(String select, int maxRows, long maxBytes) {
    return select + " ORDER BY position LIMIT " + maxRows;
  }

  @Override
  public boolean giveSpaceBack(Connection writer) throws SQLException {
    long before = freePages(writer);
    // Who has read in a transaction may find that another has written before he could.
    writer.rollback();
    if (before == 0) {
      return false;
    }
    try (Statement statement = writer.createStatement()) {
      statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_GIVEN_BACK + ")");
    }
    long after = freePages(writer);
    writer.commit();
    if (after == 0) {
      // The file is cut only when the log has been copied into it.
      try (Statement statement = writer.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
      }
      writer.rollback();
    }
    return after > 0 && after < before;
  }

  @Override
  public StoreException translate(SQLException error) {
    return SqliteErrors.translate(error);
  }

  @Override
  public void close() {
    readers.close();
  }

  private static List<NewRow> insert(PreparedStatement insert, List<NewRow> rows)
      throws SQLException {
    for (NewRow row : rows) {
      insert.setLong(1, row.position);
      insert.setLong(2, row.boardId);
      insert.setLong(3, row.sequence);
      insert.setLong(4, row.archivedNanos);
      MessageColumns.bind(insert, 5, row.columns);
      insert.addBatch();
    }
    int[] inserted = insert.executeBatch();
    List<NewRow> known = new ArrayList<>(0);
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] == 0) {
        known.add(rows.get(i));
      }
    }
    return known;
  }

  private static long freePages(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet pages = statement.executeQuery("PRAGMA freelist_count")) {
      pages.next();
      return pages.getLong(1);
    }
  }

  /** A commit returns when the log is on the disk (WAL, synchronous=FULL). */
  private static SQLiteConfig writerSettings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(JournalMode.WAL);
    settings.setSynchronous(SynchronousMode.FULL);
    settings.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    settings.setCacheSize(-CACHE_KIB);
    settings.setJournalSizeLimit(KEPT_JOURNAL_BYTES);
    return settings;
  }

  private static SQLiteConfig readerSettings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setReadOnly(true);
    settings.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    settings.setCacheSize(-READER_CACHE_KIB);
    return settings;
  }

  private static HikariDataSource readers(String jdbcUrl) {
    SQLiteDataSource readers = new SQLiteDataSource(readerSettings());
    readers.setUrl(jdbcUrl);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("archive readers");
    pool.setDataSource(readers);
    pool.setReadOnly(true);
    pool.setAutoCommit(false);
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(READER_TIMEOUT_MILLIS);
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  /** What must be said of an empty file before anything is written to it, in this order. */
  private static void prepareFile(String jdbcUrl) throws SQLException {
    SQLiteDataSource plain = new SQLiteDataSource();
    plain.setUrl(jdbcUrl);
    try (Connection connection = plain.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      new SqliteFile(jdbcUrl).refuseForeign(connection);
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
          throw new StoreUnusableException(
              "the archive " + jdbcUrl + " is on a file system without write-ahead logging", null);
        }
      }
    }
  }

  private static StoreException translateOnOpen(String jdbcUrl, FlywayException error) {
    SQLException cause = Migrations.databaseError(error);
    return cause == null
        ? Migrations.translate(jdbcUrl, error)
        : SqliteErrors.translateOnOpen(jdbcUrl, cause);
  }
}
