package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** The conformance tests on SQLite, and what only SQLite has. */
class SqliteMessageStoreTest extends MessageStoreConformance {

  private static final BoardName NEWS = BoardName.of("news");

  @TempDir private Path folder;

  @Override
  MessageStore open(MissingBoards missingBoards) {
    return MessageStores.open(url(), missingBoards);
  }

  @Test
  void shouldWriteAheadAndVacuumIncrementally() throws SQLException {
    assertThat(query(url(), "PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(query(url(), "PRAGMA auto_vacuum")).isEqualTo("2");
  }

  @Test
  void shouldHoldWhatWasCommittedWhenTheProcessDies() throws Exception {
    Path afterKill = Files.createDirectory(folder.resolve("after-kill"));
    try (MessageStore store = open()) {
      store.append(batch("a", 500));
      // Nothing is flushed for the copy: these are the files as the next process finds them.
      for (String file : List.of("archive.db", "archive.db-wal")) {
        Files.copy(folder.resolve(file), afterKill.resolve(file));
      }
      store.append(batch("b", 500));
    }

    try (MessageStore store =
        MessageStores.open("jdbc:sqlite:" + afterKill.resolve("archive.db"))) {
      assertThat(store.counts()).containsEntry(NEWS, 500L);
      assertThat(store.append(batch("a", 501)).stored()).isEqualTo(1);
      assertThat(store.highestSequence(NEWS)).isEqualTo(501);
    }
  }

  @Test
  void shouldBeUnavailableWhileTheDiskIsFullAndThenGoOn() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("small.db") + "?max_page_count=100";
    try (MessageStore store = MessageStores.open(url)) {
      execute(url, "CREATE TABLE ballast AS SELECT zeroblob(200000) AS bytes");
      store.append(batch("before", 10));

      List<PostedMessage> large = List.of(large("large"));
      for (int attempts = 0; attempts < 3; attempts++) {
        assertThatThrownBy(() -> store.append(large))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("full");
      }
      assertThat(store.counts()).containsEntry(NEWS, 10L);

      execute(url, "DROP TABLE ballast");
      assertThat(store.append(large).stored()).isEqualTo(1);
      assertThat(store.highestSequence(NEWS)).isEqualTo(11);
    }
  }

  @Test
  void shouldBeUnavailableWhileAnotherProgramHasTheLock() throws SQLException {
    String url = url() + "?busy_timeout=50";
    try (MessageStore store = MessageStores.open(url);
        Connection other = DriverManager.getConnection(url());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> store.append(batch("a", 1)))
          .isInstanceOf(StoreUnavailableException.class);

      statement.execute("ROLLBACK");
      assertThat(store.append(batch("a", 1)).stored()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseABatchWithARowThatTheDatabaseRefuses() throws SQLException {
    try (MessageStore store = open()) {
      store.append(batch("before", 3));
      execute(
          url(),
          "CREATE TRIGGER picky BEFORE INSERT ON messages WHEN NEW.id = CAST('bad' AS BLOB)"
              + " BEGIN SELECT RAISE(ABORT, 'bad id'); END");

      assertThatThrownBy(() -> store.append(List.of(posted(NEWS, "good"), posted(NEWS, "bad"))))
          .isInstanceOf(MessageRefusedException.class)
          .hasMessageContaining("bad id");

      assertThat(store.append(List.of(posted(NEWS, "good"))).stored()).isEqualTo(1);
      assertThat(store.highestSequence(NEWS)).isEqualTo(4);
    }
  }

  @Test
  void shouldUpgradeAnArchiveOfTheFirstVersion() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("first.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration/sqlite")
        .target("1")
        .load()
        .migrate();
    execute(
        url, "INSERT INTO boards (id, name, next_sequence) VALUES (7, 'news', 4), (8, 'empty', 1)");
    execute(
        url,
        "INSERT INTO messages (board, sequence, archived_nanos, id, source, type, time_nanos, body)"
            + " VALUES (7, 1, 1000, CAST('a' AS BLOB), CAST('x' AS BLOB), CAST('t' AS BLOB), 5,"
            + " x'00'), (7, 2, 3000, CAST('b' AS BLOB), CAST('x' AS BLOB), CAST('t' AS BLOB), 5,"
            + " x'01'), (7, 3, 2000, CAST('c' AS BLOB), CAST('x' AS BLOB), CAST('t' AS BLOB), 5,"
            + " x'02')");

    try (MessageStore store = MessageStores.open(url)) {
      assertThat(store.read(NEWS, 1, 10))
          .extracting(
              ArchivedMessage::sequence,
              row -> row.message().id(),
              row -> Nanos.nearest(row.archived()),
              row -> row.message().body()[0])
          .containsExactly(
              tuple(1L, "a", 1000L, (byte) 0),
              tuple(2L, "b", 3000L, (byte) 1),
              tuple(3L, "c", 3000L, (byte) 2));
      assertThat(store.counts()).containsExactly(entry(BoardName.of("empty"), 0L), entry(NEWS, 3L));
      assertThat(store.boards().find(NEWS).orElseThrow().bytes()).isEqualTo(12);

      assertThat(store.append(List.of(posted(NEWS, "d"))).stored()).isEqualTo(1);
      assertThat(store.highestSequence(NEWS)).isEqualTo(4);
    }
  }

  @Test
  void shouldLetPatternsBeginAtTheCursorOfANameFromBeforeVersionFive() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("fourth.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration/sqlite")
        .target("4")
        .load()
        .migrate();
    execute(
        url, "INSERT INTO offline_queues (name, position, archived_nanos) VALUES ('alice', 0, 0)");
    SubscriptionName alice = SubscriptionName.of("alice");

    try (MessageStore store = MessageStores.open(url)) {
      store.append(batch("a", 3));
      OfflineQueue queue = store.offlineQueues().open("field", alice, List.of(BoardPattern.ALL));

      assertThat(queue.patterns()).containsExactly(entry(BoardPattern.ALL, queue.cursor()));
      assertThat(store.offlineQueues().waiting(alice)).hasValue(3);
    }
  }

  @Test
  void shouldGiveTheSpaceOfDeletedMessagesBack() throws Exception {
    try (MessageStore store = open()) {
      for (int i = 0; i < 20; i++) {
        store.append(List.of(large("l" + i)));
      }
      store.append(batch("small", 10));
      store.boards().update(NEWS, new BoardSettings(null, Retention.parse("count=10")));
      while (store.boards().expire()) {
        assertThat(store.counts().get(NEWS)).isGreaterThanOrEqualTo(10);
      }
      assertThat(store.counts()).containsExactly(entry(NEWS, 10L));
    }

    assertThat(query(url(), "PRAGMA freelist_count")).isEqualTo("0");
    assertThat(Files.size(folder.resolve("archive.db"))).isLessThan(500_000);
  }

  @Test
  void shouldRefuseASchemaNewerThanTheProgram() throws SQLException {
    open().close();
    execute(
        url(),
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'from the future', type, 'V99__x.sql',"
            + " checksum, installed_by, installed_on, execution_time, 1"
            + " FROM flyway_schema_history WHERE version = '1'");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("archive.db has schema version 99")
        .hasMessageContaining("versions up to 5");
  }

  @Test
  void shouldRefuseAFileThatIsNoArchive() throws Exception {
    Path text = Files.writeString(folder.resolve("text.db"), "x".repeat(10_000));
    String foreign = "jdbc:sqlite:" + folder.resolve("foreign.db");
    execute(foreign, "CREATE TABLE something (x INTEGER)");

    assertThatThrownBy(() -> MessageStores.open("jdbc:sqlite:" + text))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("text.db");
    assertThatThrownBy(() -> MessageStores.open(foreign))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("foreign.db");
  }

  @Test
  void shouldLeaveAFileOfAnotherProgramAsItIsAndSaySo() throws Exception {
    Path foreign = folder.resolve("foreign.db");
    String url = "jdbc:sqlite:" + foreign;
    execute(url, "CREATE TABLE something (x INTEGER)");
    byte[] before = Files.readAllBytes(foreign);

    assertThatThrownBy(() -> MessageStores.open(url))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageStartingWith(url + " is no board archive: it has tables of another program (");
    assertThatThrownBy(() -> MessageStores.openToRead(url))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageStartingWith(url + " is no board archive: it has no tables of one (");

    assertThat(foreign).hasBinaryContent(before);
  }

  @Test
  void shouldSayInPlainWordsWhyAFileCannotBeOpened() {
    String missing = "jdbc:sqlite:" + folder.resolve("no/such/x.db");
    String other = "jdbc:sqlite:" + folder.resolve("other.db");
    assertThatThrownBy(() -> MessageStores.open(missing))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot open the archive "
                + missing
                + ": there is no folder "
                + folder.resolve("no/such")
                + " (make it, or name another file)");
    assertThatThrownBy(() -> MessageStores.open("jdbc:sqlite:" + folder))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(": it is a folder (name a file in it)");
    for (String url : List.of(missing, missing + "?cache_size=1", other)) {
      assertThatThrownBy(() -> MessageStores.openToRead(url))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("there is no archive " + folder)
          .hasMessageContaining(".db: no such file (check --data or --store");
    }
    assertThat(folder.resolve("other.db")).doesNotExist();
  }

  @Test
  void shouldSayThatAFolderIsMissing() {
    assertThatThrownBy(() -> MessageStores.open("jdbc:sqlite:" + folder.resolve("no/such/x.db")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no/such")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:sqlite:",
        "jdbc:sqlite: ",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:?cache_size=1",
        "jdbc:sqlite:file:x?mode=memory",
        "jdbc:oracle://user:secret@host/db?password=secret",
        "archive.db"
      })
  void shouldRefuseAUrlThatNamesNoFile(String badUrl) {
    assertThatThrownBy(() -> MessageStores.open(badUrl))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:sqlite:FILE")
        .hasMessageNotContaining("secret");
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("archive.db");
  }

  private static List<PostedMessage> batch(String prefix, int size) {
    return IntStream.range(0, size).mapToObj(i -> posted(NEWS, prefix + i)).toList();
  }

  private static PostedMessage large(String id) {
    return new PostedMessage(NEWS, Message.from("alice").id(id).body(new byte[180_000]).build());
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
