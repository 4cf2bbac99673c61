package org.topicboards.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where archives are made to be measured: SQLite in a folder of its own, or a schema of its own in
 * a PostgreSQL, as whose URL has none yet.
 *
 * @param name for people, with what decides about durability
 * @param postgresUrl a JDBC URL with at least one parameter; null for SQLite
 */
record ArchiveDatabase(String name, @Nullable String postgresUrl) {

  /** Instead of a URL: leave PostgreSQL out. */
  static final String NONE = "none";

  private static final String LOCAL_POSTGRES =
      "jdbc:postgresql://127.0.0.1:5432/test?user=postgres&connectTimeout=2";

  /** SQLite, and the PostgreSQL that was named or is on this machine; {@link #NONE} names none. */
  static List<ArchiveDatabase> all(@Nullable String namedPostgres) {
    List<ArchiveDatabase> databases = new ArrayList<>();
    databases.add(new ArchiveDatabase("SQLite, WAL, synchronous=FULL", null));
    if (NONE.equals(namedPostgres)) {
      return databases;
    }
    String postgres = namedPostgres != null ? namedPostgres : LOCAL_POSTGRES;
    if (namedPostgres != null || answers(postgres)) {
      databases.add(new ArchiveDatabase("PostgreSQL, synchronous_commit=on", postgres));
    }
    return databases;
  }

  /** Does work on an archive that is new, and deletes it. */
  <T> T withArchive(Work<T> work) throws Exception {
    if (postgresUrl == null) {
      try (ScratchFolder folder = ScratchFolder.create()) {
        return work.on("jdbc:sqlite:" + folder.path().resolve("archive.db"));
      }
    }
    String schema = "boards_benchmark_" + UUID.randomUUID().toString().replace("-", "");
    execute("CREATE SCHEMA " + schema);
    try {
      return work.on(postgresUrl + "&currentSchema=" + schema);
    } finally {
      execute("DROP SCHEMA " + schema + " CASCADE");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgresUrl);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean answers(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /** What is done with the JDBC URL of an archive. */
  @FunctionalInterface
  interface Work<T> {
    T on(String jdbcUrl) throws IOException, InterruptedException, SQLException;
  }
}
