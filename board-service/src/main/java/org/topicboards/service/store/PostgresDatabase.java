package org.topicboards.service.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.flywaydb.core.api.FlywayException;

/** A PostgreSQL database, which several services share. */
final class PostgresDatabase implements Database {

  static final String URL_PREFIX = "jdbc:postgresql:";

  private static final String MIGRATIONS = "classpath:db/migration/postgresql";
  private static final int READERS = 4;

  /** Hosts with ports and a database, or a database on this machine; then parameters. */
  private static final Pattern URL_SYNTAX =
      Pattern.compile(
          "jdbc:postgresql:(//HOST(,HOST)*/)?[^/?]*([?].*)?"
              .replace("HOST", "(\\[[0-9a-fA-F:.]+]|[^/?:,\\[\\]]*)(:[0-9]{1,5})?"));

  /** Behind a host, one of several or the last. */
  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})[,/]");

  private static final Pattern SCHEMA = Pattern.compile("[?&]currentSchema=([^&]+)");
  private static final int HIGHEST_PORT = 65_535;
  private static final long READER_TIMEOUT_MILLIS = 10_000;
  private static final String CONNECT_TIMEOUT_SECONDS = "10";

  /** Longer than any statement takes, so that a server that is gone is noticed. */
  private static final String SOCKET_TIMEOUT_SECONDS = "60";

  /**
   * What a commit promises must hold whatever the server is set to, and a service that is stopped
   * in the middle of a transaction must not keep the archive locked for the others.
   */
  private static final String WRITER_SETTINGS =
      "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s';"
          + " SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  /**
   * The best plan depends on the values: a few boards or many, a short stretch or a long one. And
   * all pages are walks along an index: before a table that has grown fast was analysed, the
   * planner takes it for small, and would fetch and sort all that follows for every page.
   */
  private static final String READER_SETTINGS =
      "SET plan_cache_mode = force_custom_plan; SET enable_bitmapscan = off";

  private final String jdbcUrl;
  private final Properties writerProperties;
  private final HikariDataSource readers;

  private PostgresDatabase(String jdbcUrl, Properties writerProperties, HikariDataSource readers) {
    this.jdbcUrl = jdbcUrl;
    this.writerProperties = writerProperties;
    this.readers = readers;
  }

  /** Opens a database, and brings its tables up to date. */
  static PostgresDatabase open(String jdbcUrl) {
    return open(jdbcUrl, true);
  }

  /** Opens a database and changes nothing, not even the tables of an older program. */
  static PostgresDatabase openToRead(String jdbcUrl) {
    return open(jdbcUrl, false);
  }

  static void check(String jdbcUrl) {
    if (!URL_SYNTAX.matcher(jdbcUrl).matches()) {
      throw new IllegalArgumentException(
          "'"
              + MessageStores.describe(jdbcUrl)
              + "' is no URL of PostgreSQL's driver (write"
              + " jdbc:postgresql://HOST/DATABASE?user=…)");
    }
    Matcher port = PORT.matcher(MessageStores.describe(jdbcUrl));
    while (port.find()) {
      checkPort(jdbcUrl, Integer.parseInt(port.group(1)));
    }
  }

  /** The driver would log what it thinks of a port before it says anything here. */
  private static void checkPort(String jdbcUrl, int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "the port in '%s' must be 1 to %d, not %d (write jdbc:postgresql://HOST/DATABASE?user=NAME)"
              .formatted(MessageStores.describe(jdbcUrl), HIGHEST_PORT, port));
    }
  }

  @Override
  public Connection openWriter() throws SQLException {
    Connection writer = DriverManager.getConnection(jdbcUrl, writerProperties);
    boolean isReady = false;
    try (Statement statement = writer.createStatement()) {
      statement.execute(WRITER_SETTINGS);
      writer.setAutoCommit(false);
      isReady = true;
      return writer;
    } finally {
      if (!isReady) {
        writer.close();
      }
    }
  }

  @Override
  public Connection openReader() throws SQLException {
    return readers.getConnection();
  }

  @Override
  public RowInsert rowInsert(Connection writer) throws SQLException {
    return new PostgresRowInsert(writer);
  }

  @Override
  public String indexed(String text) {
    return "index_key(" + text + ")";
  }

  @Override
  public String tableOrder() {
    return "(position + 0)";
  }

  @Override
  public String isOneOf(String column) {
    return column + " = ANY(?)";
  }

  @Override
  public void bindIds(PreparedStatement statement, int parameter, long[] ids) throws SQLException {
    Object[] boxed = LongStream.of(ids).boxed().toArray();
    statement.setArray(parameter, statement.getConnection().createArrayOf("bigint", boxed));
  }

  /** The driver reads a whole result into memory, so the server bounds it. */
  @Override
  public String limited(String select, int maxRows, long maxBytes) {
    return """
    SELECT * FROM (
      SELECT taken.*, SUM(%1$s) OVER (ORDER BY position) - (%1$s) AS bytes_before
      FROM (%2$s ORDER BY position LIMIT %3$d) AS taken
    ) AS bounded
    WHERE bytes_before <= %4$d ORDER BY position
    """
        .formatted(MessageColumns.SIZE, select, maxRows, maxBytes);
  }

  /** The server's own vacuum does that. */
  @Override
  public boolean giveSpaceBack(Connection writer) {
    return false;
  }

  @Override
  public StoreException translate(SQLException error) {
    return PostgresErrors.translate(error);
  }

  @Override
  public void close() {
    readers.close();
  }

  private static PostgresDatabase open(String jdbcUrl, boolean isToBeWritten) {
    String archive = describe(jdbcUrl);
    Properties properties = defaults();
    properties.setProperty("readOnly", Boolean.toString(!isToBeWritten));
    try {
      // Says what is wrong at once, where a pool would go on trying.
      DriverManager.getConnection(jdbcUrl, properties).close();
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(jdbcUrl)) {
        // The driver quotes what it cannot parse, and with it the password.
        throw unreadable(jdbcUrl);
      }
      throw PostgresErrors.translateOnOpen(archive, e);
    }
    try (HikariDataSource setUp = setUp(jdbcUrl, properties)) {
      Migrations migrations = new Migrations(setUp, archive, MIGRATIONS);
      if (isToBeWritten) {
        migrations.apply();
      } else {
        migrations.require();
      }
      return new PostgresDatabase(jdbcUrl, properties, readers(jdbcUrl));
    } catch (FlywayException e) {
      SQLException cause = Migrations.databaseError(e);
      throw cause == null
          ? Migrations.translate(archive, e)
          : PostgresErrors.translateOnOpen(archive, cause);
    }
  }

  /** With the schema, because a mistyped one is made like one that was meant. */
  private static String describe(String jdbcUrl) {
    Matcher schema = SCHEMA.matcher(jdbcUrl);
    return MessageStores.describe(jdbcUrl)
        + (schema.find() ? " (schema " + schema.group(1) + ")" : "");
  }

  private static IllegalArgumentException unreadable(String jdbcUrl) {
    return new IllegalArgumentException(
        "'"
            + MessageStores.describe(jdbcUrl)
            + "' is no URL of PostgreSQL's driver (write"
            + " jdbc:postgresql://HOST/DATABASE?user=NAME)");
  }

  /** Bounds on every wait; what the URL says comes before them. */
  private static Properties defaults() {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "board-service");
    return properties;
  }

  private static HikariDataSource setUp(String jdbcUrl, Properties properties) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("archive set-up");
    pool.setJdbcUrl(jdbcUrl);
    pool.setDataSourceProperties(properties);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(READER_TIMEOUT_MILLIS);
    return new HikariDataSource(pool);
  }

  private static HikariDataSource readers(String jdbcUrl) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("archive readers");
    pool.setJdbcUrl(jdbcUrl);
    pool.setDataSourceProperties(defaults());
    pool.setConnectionInitSql(READER_SETTINGS);
    pool.setIsolateInternalQueries(true); // else the first rollback takes the settings back
    pool.setReadOnly(true);
    pool.setAutoCommit(false);
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(READER_TIMEOUT_MILLIS);
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }
}
