package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.multicast.LossyGroup;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.RepairedSubscription;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.system.roundtrip.Transports;

/** On UDP, over a network that loses 5 of a hundred datagrams: raw, and with repair. */
@Timeout(180)
class LossRepairTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final BoardName OTHER = BoardName.of("other");
  private static final int LOST_PERCENT = 5;

  /** {@code -Drepair.messages=50000} for the full figure. */
  private static final int MESSAGES = Integer.getInteger("repair.messages", 5_000);

  private HistoryScene scene;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    scene = new HistoryScene(Transports.multicast(), folder);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void shouldLoseAndSayHowMuchWithoutRepair() {
    AtomicInteger received = new AtomicInteger();
    Subscription raw =
        scene.closeLater(
            lossy(1)
                .subscribe(
                    SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
                    delivery -> {
                      received.incrementAndGet();
                      delivery.acknowledge();
                    }));

    post(MESSAGES);

    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(() -> assertThat(received.get() + lost(raw)).isEqualTo(2L * MESSAGES));
    assertThat(lost(raw)).isPositive();
  }

  @Test
  void shouldBringEverythingInOrderToANamedSubscriber() throws Exception {
    scene.startService();
    JoinedStream stream = new JoinedStream();
    RepairedSubscription alice = subscribe(lossy(2), named(NEWS), stream);
    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);

    post(MESSAGES);

    stream.assertExactlyOnceInOrder(MESSAGES);
    assertThat(alice.repairs().repaired()).isPositive();
    assertThat(alice.repairs().unheard()).isZero();
    assertThat(lost(alice)).isZero();
    alice.close();

    JoinedStream again = new JoinedStream();
    RepairedSubscription unused = subscribe(lossy(3), named(NEWS), again);
    await().atMost(HistoryScene.PATIENCE).until(again::isLive);
    assertThat(again.deliveries()).isEmpty();
  }

  @Test
  void shouldBringHistoryAndWhatSheMissedInOrder() throws Exception {
    scene.startService();
    scene.archive(NEWS, "bob", 1, 500);
    JoinedStream first = new JoinedStream();
    RepairedSubscription alice = subscribe(lossy(6), named(NEWS), first);
    await().atMost(HistoryScene.PATIENCE).until(first::isLive);
    alice.close();
    scene.archive(NEWS, "bob", 501, 500);

    JoinedStream stream = new JoinedStream();
    Broker broker = lossy(7);
    RepairedSubscription again =
        scene.closeLater(
            RepairedSubscription.startWithHistory(
                broker,
                scene.client(broker),
                named(NEWS),
                HistoryScene.query(new HistoryQuery.Start.All(), NEWS.value()),
                stream));
    scene.post(NEWS, "bob", 1_001, MESSAGES);

    stream.assertExactlyOnceInOrder(1_000 + MESSAGES);
    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);
    assertThat(lost(again)).isZero();
  }

  @Test
  void shouldBringEverythingInOrderToAnybody() throws Exception {
    scene.startService();
    JoinedStream stream = new JoinedStream();
    RepairedSubscription somebody =
        subscribe(
            lossy(4),
            SubscriptionOptions.ephemeral(List.of(BoardPattern.of(NEWS.value()))),
            stream);
    await().atMost(HistoryScene.PATIENCE).until(somebody::isServed);

    post(MESSAGES);

    stream.assertExactlyOnceInOrder(MESSAGES);
    assertThat(somebody.repairs().repaired()).isPositive();
  }

  @Test
  void shouldCountWhatTheServiceHasNotHeardEither() throws Exception {
    scene.startService(
        store -> store,
        original -> {
          original.close();
          return LossyGroup.connect(uri(), LOST_PERCENT, 5);
        });
    JoinedStream stream = new JoinedStream();
    Broker broker = scene.closeLater(LossyGroup.connect(uri(), 2 * LOST_PERCENT, 5)); // and more
    RepairedSubscription alice = subscribe(broker, named(NEWS, OTHER), stream);
    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);

    post(MESSAGES);

    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stream.size() + alice.repairs().unheard())
                    .isGreaterThanOrEqualTo(2L * MESSAGES));
    long missing = 2L * MESSAGES - stream.size();
    assertThat(missing).isPositive();
    assertThat(alice.repairs().repaired()).isPositive();
    assertThat(alice.repairs().unheard()).isBetween(missing, missing + 100);
    for (BoardName board : List.of(NEWS, OTHER)) {
      assertThat(numbers(stream, board))
          .isSorted()
          .doesNotHaveDuplicates()
          .containsAll(archived(board));
    }
  }

  private static SubscriptionOptions named(BoardName... boards) {
    return SubscriptionOptions.durable(
        SubscriptionName.of("alice"),
        Stream.of(boards).map(board -> BoardPattern.of(board.value())).toList());
  }

  private Broker lossy(int seed) {
    return scene.closeLater(LossyGroup.connect(uri(), LOST_PERCENT, seed));
  }

  private BrokerUri uri() {
    return scene.brokerUri();
  }

  private RepairedSubscription subscribe(
      Broker broker, SubscriptionOptions options, JoinedStream stream) {
    return scene.closeLater(
        RepairedSubscription.start(broker, scene.client(broker), options, stream));
  }

  /** Posts so many messages to each of two boards. */
  private void post(int count) {
    Broker broker = scene.connect();
    try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS.window(1_000, 1 << 20))) {
      for (int number = 1; number <= count; number++) {
        for (BoardName board : List.of(NEWS, OTHER)) {
          var unused = publisher.publish(board, HistoryScene.message("bob", number));
        }
      }
    }
  }

  private List<Integer> archived(BoardName board) {
    return scene.store().read(board, 1, Integer.MAX_VALUE).stream()
        .map(ArchivedMessage::message)
        .map(LossRepairTest::number)
        .toList();
  }

  private static List<Integer> numbers(JoinedStream stream, BoardName board) {
    return stream.deliveries().stream()
        .filter(delivery -> delivery.board().equals(board))
        .map(delivery -> number(delivery.message()))
        .toList();
  }

  private static int number(Message message) {
    return Integer.parseInt(message.id().substring("bob-".length()));
  }

  private static long lost(Subscription subscription) {
    return subscription.reception().orElseThrow().total().lost();
  }
}
