package org.topicboards.service.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The file of an archive, and what is wrong with it. SQLite itself says only that it cannot open
 * it.
 *
 * @param jdbcUrl names the file
 */
record SqliteFile(String jdbcUrl) {

  private static final String TABLES =
      "SELECT count(*), count(*) FILTER (WHERE name = 'flyway_schema_history')"
          + " FROM sqlite_master WHERE type = 'table'";

  /** Fails unless the file is there. */
  void require() {
    if (Files.notExists(path())) {
      throw new StoreUnusableException(
          "there is no archive %s: no such file (check --data or --store; board-service makes one)"
              .formatted(path()),
          null);
    }
  }

  /**
   * Fails if there are tables of another program, which are none of ours to touch.
   *
   * @param connection to the file
   */
  void refuseForeign(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery(TABLES)) {
      if (tables.next() && tables.getLong(1) > 0 && tables.getLong(2) == 0) {
        throw Migrations.foreign(jdbcUrl);
      }
    }
  }

  /** Why it could not be opened, as far as can be seen, and what to do. */
  String obstacle() {
    Path file = path().toAbsolutePath();
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "there is no folder " + folder + " (make it, or name another file)";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder (name a file in it)";
    }
    return Files.exists(file)
        ? "permission denied (may this user read and write it, and its folder?)"
        : "it cannot be made there (may this user write to the folder?)";
  }

  private Path path() {
    String name = jdbcUrl.substring(SqliteDatabase.URL_PREFIX.length()).replaceFirst("[?].*", "");
    return Path.of(name.replaceFirst("^file:(//(?=/))?", ""));
  }
}
