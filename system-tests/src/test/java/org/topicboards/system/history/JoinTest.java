package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.topicboards.system.history.HistoryScene.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.AnswerReader;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.HistorySubscription;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestClient;
import org.topicboards.system.roundtrip.Transport;

/** History and live as one stream, whatever is posted during the hand-over. */
class JoinTest extends OnEveryTransport {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final BoardName SPORTS = BoardName.of("news.sports");
  private static final List<BoardPattern> BOARDS = List.of(BoardPattern.of("news.#"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldJoinWhileMessagesFlow(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    scene.startService();
    scene.archive(NEWS, "bob", 1, 1_000);
    scene.archive(SPORTS, "carol", 1, 500);
    int more = scene.isDurable() ? 10_000 : 1_000; // datagrams are lost on a busy machine
    CompletableFuture<Void> bob = posting(scene, NEWS, "bob", 1_001, more);
    CompletableFuture<Void> carol = posting(scene, SPORTS, "carol", 501, more);
    JoinedStream stream = new JoinedStream();

    Broker broker = scene.connect();
    join(scene, broker, SubscriptionOptions.ephemeral(BOARDS), stream);

    bob.get(60, TimeUnit.SECONDS);
    carol.get(60, TimeUnit.SECONDS);
    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);
    scene.post(NEWS, "bob", 1_001 + more, 100);
    stream.assertExactlyOnceInOrder(1_500 + 2 * more + 100);
    assertThat(stream.fromHistory()).isGreaterThanOrEqualTo(1_500);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldJoinAnArchiveThatIsBehind(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    SlowStore slow = new SlowStore(scene.store());
    scene.startService(store -> slow);
    scene.archive(NEWS, "bob", 1, 100);
    slow.hold();
    scene.post(NEWS, "bob", 101, 300); // not archived, and not live any more
    JoinedStream stream = new JoinedStream();

    Broker broker = scene.connect();
    join(scene, broker, SubscriptionOptions.ephemeral(BOARDS), stream);
    scene.post(NEWS, "bob", 401, 1_000); // live, not archived
    await().atMost(HistoryScene.PATIENCE).until(() -> stream.size() == 100);
    assertThat(stream.isLive()).isFalse();
    slow.release();

    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);
    scene.post(NEWS, "bob", 1_401, 100);
    stream.assertExactlyOnceInOrder(1_500);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldJoinAServiceThatComesLater(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    scene.startService();
    scene.archive(NEWS, "bob", 1, 100);
    scene.stopService();
    scene.post(NEWS, "bob", 101, 500);
    JoinedStream stream = new JoinedStream();

    Broker broker = scene.connect();
    join(scene, broker, SubscriptionOptions.ephemeral(BOARDS), stream);
    scene.post(NEWS, "bob", 601, 10_000);
    assertThat(stream.size()).isZero();
    scene.startService();

    stream.assertExactlyOnceInOrder(10_600);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldJoinADurableSubscription(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    scene.startService();
    SubscriptionName name = scene.name("dora");
    scene.archive(NEWS, "bob", 1, 200);
    Broker broker = scene.connect();
    SubscriptionOptions options = SubscriptionOptions.durable(name, BOARDS);
    broker.declareSubscription(options);
    scene.archive(NEWS, "bob", 201, 2_000); // waits for her, and is archived
    JoinedStream stream = new JoinedStream();

    Subscription joined = join(scene, broker, options, stream);
    scene.post(NEWS, "bob", 2_201, 300);

    stream.assertExactlyOnceInOrder(2_500);
    await().atMost(HistoryScene.PATIENCE).until(stream::isLive);
    scene.post(NEWS, "bob", 2_501, 1); // stands behind the copies of what history has brought
    stream.assertExactlyOnceInOrder(2_501);
    joined.close();
    await()
        .atMost(HistoryScene.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(broker.subscriptionStatus(name).orElseThrow().waitingMessages())
                    .as("what history has brought is acknowledged")
                    .isZero());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldAnswerAnAskerWhoIsAwayFromAServiceThatIsAway(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    scene.startService();
    scene.archive(NEWS, "bob", 1, 300);
    scene.stopService();
    SubscriptionName alice = scene.name("alice");

    Broker asking = scene.connect();
    RequestClient client = scene.client(asking);
    client.post(query(new Start.Last(250), "news.local"), alice, BOARDS);
    client.close();
    asking.close();
    scene.startService();
    await()
        .atMost(HistoryScene.PATIENCE)
        .until(() -> waiting(scene, alice) >= 2); // begin, chunks and end
    scene.stopService();

    List<HistoryMessage> read = new ArrayList<>();
    List<AnswerReader.Part> ends = new ArrayList<>();
    AnswerReader reader = new AnswerReader();
    Subscription unused =
        scene
            .connect()
            .subscribe(
                RequestBoards.asker(alice, BOARDS),
                delivery -> {
                  reader
                      .read(delivery.message())
                      .ifPresent(
                          part -> {
                            synchronized (read) {
                              read.addAll(part.messages());
                              if (part.end() != null) {
                                ends.add(part);
                              }
                            }
                          });
                  delivery.acknowledge();
                });
    await().atMost(HistoryScene.PATIENCE).until(() -> !ends.isEmpty());
    assertThat(read).extracting(HistoryMessage::sequence).hasSize(250).startsWith(51L);
    assertThat(Objects.requireNonNull(ends.get(0).end()).next())
        .as("nothing more follows")
        .isNull();
  }

  private static long waiting(HistoryScene scene, SubscriptionName name) {
    try (Broker broker = scene.connect()) {
      return broker.subscriptionStatus(name).orElseThrow().waitingMessages();
    }
  }

  private static Subscription join(
      HistoryScene scene, Broker broker, SubscriptionOptions options, JoinedStream stream) {
    return scene.closeLater(
        HistorySubscription.thenLive(
            broker, scene.client(broker), options, query(new Start.All(), "news.#"), stream));
  }

  private static CompletableFuture<Void> posting(
      HistoryScene scene, BoardName board, String source, int from, int count) {
    return CompletableFuture.runAsync(
        () -> {
          try (Publisher publisher =
              scene.connect().publisher(PublisherOptions.DEFAULTS.window(100, 1 << 20))) {
            for (int first = from; first < from + count; first += 100) {
              HistoryScene.post(publisher, board, source, first, 100);
            }
          }
        });
  }
}
