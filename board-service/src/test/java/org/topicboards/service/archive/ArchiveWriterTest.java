package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.message.BoardName;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

@Timeout(60)
class ArchiveWriterTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final RetryPolicy FAST =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(5), Duration.ofMillis(50));

  @TempDir private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ArrivalQueue queue =
      new ArrivalQueue(
          new ArrivalQueue.Bounds(10_000, 100L << 20),
          new ArrivalQueue.Bounds(1_000, 16L << 20),
          Duration.ofMillis(5));
  private MessageStore store;
  private ArchiveWriter writer;
  private Thread thread;

  @BeforeEach
  void openStore() {
    store = MessageStores.open(url());
    writer =
        new ArchiveWriter(
            queue,
            store,
            deliveries -> deliveries.forEach(Delivery::acknowledge),
            new ArchiveMetrics(meters, "test"),
            FAST);
    thread = new Thread(writer);
  }

  @AfterEach
  void closeStore() throws InterruptedException {
    writer.stop();
    thread.join();
    store.close();
  }

  @Test
  void shouldAcknowledgeWhatIsStored() throws Exception {
    List<RecordedDelivery> deliveries = put(2_500, 100);

    thread.start();

    awaitAcknowledged(deliveries);
    assertThat(store.counts()).containsEntry(NEWS, 2_500L);
    assertThat(count("boards.archived")).isEqualTo(2_500);
    assertThat(meters.get("boards.batch.size").summary().max()).isEqualTo(1_000);
  }

  @Test
  void shouldCountDuplicatesAndConflictsAndAcknowledgeThem() throws Exception {
    List<RecordedDelivery> deliveries = new ArrayList<>(put(3, 10));
    deliveries.addAll(put(2, 10));
    deliveries.addAll(put(1, 11));

    thread.start();

    awaitAcknowledged(deliveries);
    assertThat(count("boards.archived")).isEqualTo(3);
    assertThat(count("boards.duplicates")).isEqualTo(2);
    assertThat(count("boards.conflicts")).isEqualTo(1);
  }

  @Test
  void shouldSetAsideTheOneMessageThatTheStoreRefuses() throws Exception {
    execute(
        "CREATE TRIGGER picky BEFORE INSERT ON messages WHEN NEW.id = CAST('617' AS BLOB)"
            + " BEGIN SELECT RAISE(ABORT, 'not this one'); END");
    List<RecordedDelivery> deliveries = put(1_000, 100);

    thread.start();

    awaitAcknowledged(deliveries);
    assertThat(store.quarantinedCount()).isEqualTo(1);
    assertThat(store.read(NEWS, 1, 1_000))
        .hasSize(999)
        .extracting(ArchivedMessage::sequence)
        .isSorted()
        .endsWith(999L);
    assertThat(store.read(NEWS, 1, 1_000)).noneMatch(row -> row.message().id().equals("617"));
    assertThat(count("boards.quarantined")).isEqualTo(1);
    assertThat(count("boards.archived")).isEqualTo(999);
  }

  @Test
  void shouldSetAsideWhatWasPostedToNoBoard() throws Exception {
    RecordedDelivery odd = RecordedDelivery.of("no board / at all", "1", 10);
    queue.put(new Arrival.Misaddressed(odd));
    List<RecordedDelivery> deliveries = put(1, 10);

    thread.start();

    await().until(odd::isAcknowledged);
    awaitAcknowledged(deliveries);
    assertThat(store.quarantinedCount()).isEqualTo(1);
    assertThat(store.counts()).containsOnlyKeys(NEWS);
  }

  @Test
  void shouldAcknowledgeNothingWhileTheDiskIsFullAndLoseNothing() throws Exception {
    execute("CREATE TABLE ballast AS SELECT zeroblob(400000) AS bytes");
    List<RecordedDelivery> deliveries = put(50, 18_000);

    thread.start();

    await().until(() -> writer.fault().isPresent() && count("boards.commit.failures") > 3);
    assertThat(writer.fault().orElseThrow()).contains("full");
    assertThat(deliveries).noneMatch(RecordedDelivery::isAcknowledged);
    assertThat(store.counts()).isEmpty();

    execute("DROP TABLE ballast");

    awaitAcknowledged(deliveries);
    assertThat(writer.fault()).isEmpty();
    assertThat(store.counts()).containsEntry(NEWS, 50L);
    assertThat(count("boards.duplicates")).isZero();
  }

  @Test
  void shouldStopWhileTheStoreIsAwayWithoutAcknowledging() throws Exception {
    execute("CREATE TABLE ballast AS SELECT zeroblob(400000) AS bytes");
    List<RecordedDelivery> deliveries = put(50, 18_000);
    thread.start();
    await().until(() -> writer.fault().isPresent());

    writer.stop();
    thread.join();

    assertThat(deliveries).noneMatch(RecordedDelivery::isAcknowledged);
  }

  private List<RecordedDelivery> put(int number, int bodyBytes) throws InterruptedException {
    List<RecordedDelivery> deliveries = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      RecordedDelivery delivery = RecordedDelivery.of(NEWS.value(), Integer.toString(i), bodyBytes);
      queue.put(new Arrival.Posted(delivery));
      deliveries.add(delivery);
    }
    return deliveries;
  }

  private static void awaitAcknowledged(List<RecordedDelivery> deliveries) {
    await().until(() -> deliveries.stream().allMatch(RecordedDelivery::isAcknowledged));
  }

  private double count(String counter) {
    return meters.get(counter).counter().count();
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("archive.db") + "?max_page_count=300";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
