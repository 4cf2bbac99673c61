package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/** The conformance tests on PostgreSQL, each in a schema of its own, and what only it has. */
class PostgresMessageStoreTest extends MessageStoreConformance {

  private static final BoardName NEWS = BoardName.of("news");

  private static PostgresServer server;

  private final String schema = "board_test_" + UUID.randomUUID().toString().replace("-", "");
  private final String otherSchema = schema + "_other";

  @BeforeAll
  static void findServer() {
    server = PostgresServer.findOrSkip();
  }

  @AfterEach
  void dropSchema() throws SQLException {
    server.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    server.execute("DROP SCHEMA IF EXISTS " + otherSchema + " CASCADE");
  }

  @Override
  MessageStore open(MissingBoards missingBoards) {
    try {
      server.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return MessageStores.open(url(), missingBoards);
  }

  @Test
  void shouldBeUnavailableWhenTheConnectionIsLostAndComeBackByItself() throws SQLException {
    try (MessageStore store = open()) {
      store.append(batch("before", 10));
      assertThat(store.counts()).containsEntry(NEWS, 10L);

      endConnections();

      assertThatThrownBy(() -> store.append(batch("lost", 5)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining("\n");
      assertThat(store.append(batch("lost", 5)).stored()).isEqualTo(5);
      await()
          .ignoreException(StoreUnavailableException.class)
          .until(() -> store.highestSequence(NEWS) == 15);
    }
  }

  @Test
  void shouldTakeIdsLongerThanAnIndexDoes() {
    String id = "i".repeat(5_000);
    String source = "s".repeat(5_000);
    Message message = Message.from(source).id(id).body(new byte[] {1}).build();
    Message sameStart = Message.from(source).id(id + "i").build();
    try (MessageStore store = open()) {
      List<PostedMessage> batch =
          List.of(new PostedMessage(NEWS, message), new PostedMessage(NEWS, sameStart));
      assertThat(store.append(batch).stored()).isEqualTo(2);
      assertThat(store.append(batch).duplicates()).isEqualTo(2);
      Message otherBody = message.toBuilder().body(new byte[] {2}).build();
      assertThat(store.append(List.of(new PostedMessage(NEWS, otherBody))).conflicts())
          .containsExactly(MessageIdentity.of(NEWS, otherBody));
      assertThat(store.read(NEWS, 1, 5))
          .extracting(ArchivedMessage::message)
          .containsExactly(message, sameStart);

      QuarantinedMessage quarantined =
          new QuarantinedMessage("a".repeat(5_000), message, "too\0long");
      assertThat(store.quarantine(List.of(quarantined, quarantined))).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseABatchWithARowThatTheDatabaseRefuses() throws SQLException {
    try (MessageStore store = open()) {
      store.append(batch("before", 3));
      server.execute("ALTER TABLE " + schema + ".messages ADD CHECK (id <> 'bad'::bytea)");

      assertThatThrownBy(() -> store.append(List.of(posted(NEWS, "good"), posted(NEWS, "bad"))))
          .isInstanceOf(MessageRefusedException.class);

      assertThat(store.append(List.of(posted(NEWS, "good"))).stored()).isEqualTo(1);
      assertThat(store.highestSequence(NEWS)).isEqualTo(4);
    }
  }

  @Test
  void shouldRefuseASchemaNewerThanTheProgram() throws SQLException {
    open().close();
    server.execute(
        ("INSERT INTO %1$s.flyway_schema_history SELECT 99, '99', 'from the future', type,"
                + " 'V99__x.sql', checksum, installed_by, installed_on, execution_time, true"
                + " FROM %1$s.flyway_schema_history WHERE version = '2'")
            .formatted(schema));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("schema version 99")
        .hasMessageContaining("versions up to 5");
  }

  @Test
  void shouldWalkAnIndexOfATableThatWasNotAnalysedYet() throws SQLException {
    open().close();
    String messages = schema + ".messages";
    server.execute("ALTER TABLE " + messages + " SET (autovacuum_enabled = false)");
    server.execute(
        ("INSERT INTO %s SELECT n, 1, n, 0, int8send(n), 'a', 'b', NULL, 0, NULL, NULL, NULL,"
                + " decode(repeat('ab', 100), 'hex') FROM generate_series(1, 300000) AS n")
            .formatted(messages));

    try (PostgresDatabase database = PostgresDatabase.open(url());
        Connection reader = database.openReader();
        Statement statement = reader.createStatement()) {
      reader.rollback(); // as after every use
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines =
          statement.executeQuery(
              "EXPLAIN "
                  + database.limited(
                      "SELECT * FROM messages WHERE board = 1 AND position > 9 AND position < 300000",
                      1_000,
                      1 << 20))) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      assertThat(plan).contains("Index Scan using messages_position").doesNotContain("Bitmap");
    }
  }

  @Test
  void shouldReadAStoreThatAnotherWrites() {
    try (MessageStore store = open();
        MessageStore reader = MessageStores.openToRead(url())) {
      store.append(batch("a", 3));

      assertThat(reader.counts()).containsEntry(NEWS, 3L);
      assertThatThrownBy(() -> reader.append(batch("b", 1))).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithoutThePassword() {
    assertThatThrownBy(
            () -> MessageStores.open("jdbc:postgresql://127.0.0.1:1/x?user=me&password=secret"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/x")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(
            () -> MessageStores.open(server.url().replaceFirst("/[^/?]*\\?", "/no-such-database?")))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("no-such-database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host:port/x?password=secret",
        "jdbc:postgresql:////",
        "jdbc:postgresql://user:secret@host/x",
        "jdbc:postgresql://host:5432",
        "jdbc:postgresql://host:99999/x?password=secret"
      })
  void shouldRefuseAUrlThatTheDriverCannotRead(String badUrl) {
    assertThatThrownBy(() -> MessageStores.open(badUrl))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://HOST/DATABASE")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:boards",
        "jdbc:postgresql://localhost/boards",
        "jdbc:postgresql://a:5432,b:5433/boards?targetServerType=primary",
        "jdbc:postgresql://[::1]:5432/boards?user=me&password=a/b?c"
      })
  void shouldTakeWhatTheDriverTakes(String url) {
    MessageStores.check(url);

    assertThat(MessageStores.describe(url)).doesNotContain("a/b?c").startsWith("jdbc:postgresql:");
  }

  /** A mistyped one cannot be told from one that is wanted. */
  @Test
  void shouldSayWhichSchemaItMadeTheArchiveIn() {
    Logger logger = (Logger) LoggerFactory.getLogger(Migrations.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      MessageStores.open(otherUrl()).close();
      MessageStores.open(otherUrl()).close();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }

    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("archive: new, as there was none: jdbc:postgresql://")
        .endsWith(" (schema " + otherSchema + ")");
  }

  /** The driver would print what it thinks of the port. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host:99999/x?password=secret",
        "jdbc:postgresql://host:0/x",
        "jdbc:postgresql://a:5432,[::1]:65536/x"
      })
  void shouldNameAPortThatIsNone(String badUrl) {
    assertThatThrownBy(() -> MessageStores.check(badUrl))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the port in '" + MessageStores.describe(badUrl) + "' must be 1 to")
        .hasMessageContaining("65535, not ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldSayWhichSchemaIsNoArchiveWithoutMakingIt() throws SQLException {
    assertThatThrownBy(() -> MessageStores.openToRead(otherUrl()))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("(schema " + otherSchema + ") is no board archive: it has no tables");

    server.execute("CREATE SCHEMA " + otherSchema); // fails if it is there
    server.execute("CREATE TABLE " + otherSchema + ".something (x INTEGER)");
    assertThatThrownBy(() -> MessageStores.open(otherUrl()))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining(
            "(schema " + otherSchema + ") is no board archive: it has tables of an");
  }

  private String otherUrl() {
    return server.url() + "&currentSchema=" + otherSchema;
  }

  private String url() {
    return server.url() + "&ApplicationName=" + schema + "&currentSchema=" + schema;
  }

  /** As the end of the server would, for this test's connections only. */
  private void endConnections() throws SQLException {
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
            + schema
            + "'");
  }

  private static List<PostedMessage> batch(String prefix, int size) {
    return IntStream.range(0, size).mapToObj(i -> posted(NEWS, prefix + i)).toList();
  }
}
