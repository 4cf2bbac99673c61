package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Makes the tables of an archive on SQLite, or brings them up to date. */
final class SqliteSchema {

  private static final String MIGRATIONS = "classpath:db/migration/sqlite";
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int KEPT_JOURNAL_BYTES = 64 << 20;

  private SqliteSchema() {}

  /** A database whose tables are those of this program. */
  static SQLiteDataSource prepare(String jdbcUrl) {
    SQLiteDataSource database = new SQLiteDataSource(settings());
    database.setUrl(jdbcUrl);
    try {
      prepareFile(jdbcUrl);
      migrate(jdbcUrl, database);
      return database;
    } catch (SQLException e) {
      throw SqliteErrors.translateOnOpen(jdbcUrl, e);
    } catch (FlywayException e) {
      throw translate(jdbcUrl, e);
    }
  }

  /** A commit returns when the log is on the disk (WAL, synchronous=FULL). */
  private static SQLiteConfig settings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(JournalMode.WAL);
    settings.setSynchronous(SynchronousMode.FULL);
    settings.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    settings.setCacheSize(-CACHE_KIB);
    settings.setJournalSizeLimit(KEPT_JOURNAL_BYTES);
    return settings;
  }

  /** What must be said of an empty file before anything is written to it, in this order. */
  private static void prepareFile(String jdbcUrl) throws SQLException {
    SQLiteDataSource plain = new SQLiteDataSource();
    plain.setUrl(jdbcUrl);
    try (Connection connection = plain.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
          throw new StoreUnusableException(
              "the archive " + jdbcUrl + " is on a file system without write-ahead logging", null);
        }
      }
    }
  }

  private static void migrate(String jdbcUrl, SQLiteDataSource database) {
    Flyway flyway = Flyway.configure().dataSource(database).locations(MIGRATIONS).load();
    MigrationInfoService migrations = flyway.info();
    MigrationInfo current = migrations.current();
    MigrationVersion known = newestKnown(migrations);
    if (current != null && known.compareTo(current.getVersion()) < 0) {
      throw new StoreUnusableException(
          "the archive %s has schema version %s, this program knows versions up to %s: use a newer board-service"
              .formatted(jdbcUrl, current.getVersion(), known),
          null);
    }
    flyway.migrate();
  }

  private static MigrationVersion newestKnown(MigrationInfoService migrations) {
    return Arrays.stream(migrations.all())
        .filter(migration -> migration.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(MigrationVersion::compareTo)
        .orElse(MigrationVersion.EMPTY);
  }

  private static StoreException translate(String jdbcUrl, FlywayException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sqlError) {
        return SqliteErrors.translateOnOpen(jdbcUrl, sqlError);
      }
    }
    String reason = String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
    return new StoreUnusableException("cannot open the archive " + jdbcUrl + ": " + reason, error);
  }
}
