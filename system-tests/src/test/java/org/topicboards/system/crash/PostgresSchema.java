package org.topicboards.system.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A schema of its own in a PostgreSQL, dropped when closed.
 *
 * @param server the JDBC URL without the schema
 */
record PostgresSchema(String server, String name) implements AutoCloseable {

  /** The PostgreSQL of this machine, if it lets this user in without a password. */
  static final String LOCAL =
      "jdbc:postgresql://127.0.0.1:5432/test?user=postgres&connectTimeout=2";

  /**
   * Makes one.
   *
   * @param server a JDBC URL
   */
  static PostgresSchema create(String server) {
    String name = "boards_drill_" + UUID.randomUUID().toString().replace("-", "");
    PostgresSchema schema = new PostgresSchema(server, name);
    schema.execute("CREATE SCHEMA " + name);
    return schema;
  }

  /** Whether a server lets this machine in. */
  static boolean answers(String server) {
    try (Connection connection = DriverManager.getConnection(server)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /** The JDBC URL with the schema. */
  String url() {
    return server + (server.contains("?") ? "&" : "?") + "currentSchema=" + name;
  }

  @Override
  public void close() {
    execute("DROP SCHEMA " + name + " CASCADE");
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new DrillException("PostgreSQL: " + e.getMessage());
    }
  }
}
