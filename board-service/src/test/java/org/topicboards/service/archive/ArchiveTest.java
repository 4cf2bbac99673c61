package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.Boards;
import org.topicboards.service.store.History;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.OfflineQueues;
import org.topicboards.service.store.PostedMessage;
import org.topicboards.service.store.QuarantinedMessage;

/** From a real broker into a real store. */
@Timeout(180)
class ArchiveTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final BoardName NEWS = BoardName.of("news");

  @TempDir private Path folder;

  private EmbeddedBroker broker;
  private MessageStore store;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker")));
    store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"));
  }

  @AfterEach
  void stop() {
    store.close();
    broker.close();
  }

  @Test
  void shouldStoreNothingTwiceAfterACrashBetweenCommitAndAcknowledgement() throws Exception {
    List<String> posted = publish(500);
    MeterRegistry meters = new SimpleMeterRegistry();
    try (Broker connection = connect();
        Archive archive = Archive.start("test", connection, new CrashAfterCommit(store), meters)) {
      await().atMost(PATIENCE).until(() -> !archive.isRunning());
      assertThat(archive.storeFault()).isPresent();
    }
    double beforeRestart = store.highestSequence(NEWS);
    assertThat(beforeRestart).isPositive();

    MeterRegistry metersAfter = new SimpleMeterRegistry();
    try (Broker connection = connect();
        Archive archive = Archive.start("test", connection, store, metersAfter)) {
      await()
          .atMost(PATIENCE)
          .until(() -> count(metersAfter, "boards.archived") == 500 - beforeRestart);
      assertThat(archive.storeFault()).isEmpty();
    }
    assertThat(count(metersAfter, "boards.duplicates")).isEqualTo(beforeRestart);
    assertThat(archivedIds()).isEqualTo(posted);
  }

  @Test
  void shouldFinishAndAcknowledgeTheBatchInHandWhenClosed() throws Exception {
    List<String> posted = publish(8_000);
    double archived = 0;
    for (int runs = 0; archived < posted.size(); runs++) {
      MeterRegistry meters = new SimpleMeterRegistry();
      double before = archived;
      try (Broker connection = connect();
          Archive archive = Archive.start("test", connection, store, meters)) {
        await().atMost(PATIENCE).until(() -> count(meters, "boards.archived") > 0);
        assertThat(archive.isRunning()).isTrue();
      }
      archived = before + count(meters, "boards.archived");
      assertThat(count(meters, "boards.duplicates")).as("unacknowledged in run %s", runs).isZero();
    }
    assertThat(archivedIds()).isEqualTo(posted);
  }

  private Broker connect() {
    return Brokers.connect(BrokerUri.parse(broker.uri()));
  }

  private List<String> publish(int number) {
    List<String> ids = new ArrayList<>();
    List<CompletableFuture<?>> confirmed = new ArrayList<>();
    try (Broker connection = connect();
        Publisher publisher = connection.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < number; i++) {
        Message message = Message.from("alice").body(new byte[100]).build();
        ids.add(message.id());
        confirmed.add(publisher.publish(NEWS, message).toCompletableFuture());
      }
      confirmed.forEach(CompletableFuture::join);
    }
    return ids;
  }

  private List<String> archivedIds() {
    return store.read(NEWS, 1, Integer.MAX_VALUE).stream()
        .map(ArchivedMessage::message)
        .map(Message::id)
        .toList();
  }

  private static double count(MeterRegistry meters, String counter) {
    return meters.get(counter).counter().count();
  }

  /** Commits the first batch and then ends the writer, as the end of the process would. */
  private record CrashAfterCommit(MessageStore store) implements MessageStore {
    @Override
    public AppendResult append(List<PostedMessage> batch) {
      store.append(batch);
      throw new AssertionError("crash");
    }

    @Override
    public AppendResult restore(List<ArchivedMessage> batch) {
      return store.restore(batch);
    }

    @Override
    public int quarantine(List<QuarantinedMessage> batch) {
      return store.quarantine(batch);
    }

    @Override
    public Boards boards() {
      return store.boards();
    }

    @Override
    public History history() {
      return store.history();
    }

    @Override
    public OfflineQueues offlineQueues() {
      return store.offlineQueues();
    }

    @Override
    public List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) {
      return store.read(board, fromSequence, limit);
    }

    @Override
    public SortedMap<BoardName, Long> counts() {
      return store.counts();
    }

    @Override
    public long quarantinedCount() {
      return store.quarantinedCount();
    }

    @Override
    public long highestSequence(BoardName board) {
      return store.highestSequence(board);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
