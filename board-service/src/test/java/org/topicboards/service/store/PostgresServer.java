package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PostgreSQL for tests, wherever one can be had:
 *
 * <ol>
 *   <li>the one that the environment variable {@value #ENVIRONMENT_VARIABLE} names by a JDBC URL,
 *   <li>the one on 127.0.0.1:5432, where it lets the user {@code postgres} into the database {@code
 *       test} without a password,
 *   <li>a container, where a Docker engine answers.
 * </ol>
 *
 * The log says which it was.
 *
 * @param url with at least one parameter, so that more can be added
 */
record PostgresServer(String url) {

  /** Names the PostgreSQL to use, such as {@code jdbc:postgresql://127.0.0.1/test?user=me}. */
  static final String ENVIRONMENT_VARIABLE = "BOARD_TEST_POSTGRES";

  private static final String LOCAL =
      "jdbc:postgresql://127.0.0.1:5432/test?user=postgres&connectTimeout=2";

  private static final DockerImageName IMAGE = DockerImageName.parse("postgres:17");

  /** The first of the three. Where there is none, the test is reported as skipped. */
  static PostgresServer findOrSkip() {
    Optional<PostgresServer> server = find();
    Logger log = LoggerFactory.getLogger(PostgresServer.class);
    log.info(
        "PostgreSQL for tests: {}",
        server.map(found -> MessageStores.describe(found.url())).orElse("none"));
    return server.orElseThrow(
        () ->
            new TestAbortedException(
                "no PostgreSQL: "
                    + ENVIRONMENT_VARIABLE
                    + " is not set, none on 127.0.0.1:5432 takes user postgres into database test,"
                    + " no Docker engine answers"));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Optional<PostgresServer> find() {
    String named = System.getenv(ENVIRONMENT_VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(
          new PostgresServer(named.strip() + (named.contains("?") ? "" : "?tcpKeepAlive=true")));
    }
    return answers(LOCAL) ? Optional.of(new PostgresServer(LOCAL)) : startContainer();
  }

  private static boolean answers(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /** The container ends with this JVM. */
  @SuppressWarnings("resource")
  private static Optional<PostgresServer> startContainer() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
    container.start();
    return Optional.of(
        new PostgresServer(
            "%s&user=%s&password=%s"
                .formatted(
                    container.getJdbcUrl(), container.getUsername(), container.getPassword())));
  }
}
