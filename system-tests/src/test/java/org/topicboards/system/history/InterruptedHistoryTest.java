package org.topicboards.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.topicboards.system.history.HistoryScene.ids;
import static org.topicboards.system.history.HistoryScene.query;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.HistorySubscription;
import org.topicboards.requests.RequestClient;
import org.topicboards.system.roundtrip.Transport;

/** A history goes on where it was, whatever breaks in the middle of it. */
@Timeout(180)
class InterruptedHistoryTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final int COUNT = 3_000;
  private static final byte[] BODY = "x".repeat(5_000).getBytes(UTF_8); // more than one credit

  @TempDir private Path folder;

  private EmbeddedBroker broker;
  private HistoryScene scene;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker")));
    scene =
        new HistoryScene(
            Transport.of("embedded broker", broker.uri() + "?", broker::close), folder);
    scene.startService();
    try (Broker connection = scene.connect();
        Publisher publisher = connection.publisher(PublisherOptions.DEFAULTS)) {
      List<CompletionStage<PublishReceipt>> stages =
          IntStream.rangeClosed(1, COUNT)
              .mapToObj(
                  number ->
                      publisher.publish(
                          NEWS, HistoryScene.message("bob", number).toBuilder().body(BODY).build()))
              .toList();
      stages.forEach(stage -> stage.toCompletableFuture().join());
    }
    await().atMost(HistoryScene.PATIENCE).until(() -> scene.store().highestSequence(NEWS) == COUNT);
  }

  @AfterEach
  void stop() throws Exception {
    scene.close();
    broker.close();
  }

  @Test
  void shouldGoOnAfterALostConnection() throws Exception {
    try (CuttingProxy proxy = proxy();
        Broker cut = connectThrough(proxy);
        RequestClient client = RequestClient.open(cut, "alice", HistoryScene.PATIENCE)) {
      List<HistoryMessage> read = new ArrayList<>();
      client.read(
          query(new Start.All(), "news"),
          message -> {
            read.add(message);
            if (read.size() % 800 == 0) {
              proxy.cut();
            }
            return true;
          });
      assertThat(ids(read)).isEqualTo(all());
    }
  }

  @Test
  void shouldGiveItsRequestUpWhenItIsClosedBeforeTheBrokerHasIt() throws Exception {
    try (CuttingProxy proxy = proxy();
        Broker paused = connectThrough(proxy)) {
      RequestClient client = RequestClient.open(paused, "alice", Duration.ofDays(365));
      assertThat(client.boards()).hasSize(1);
      proxy.pause();
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread asking =
          new Thread(() -> ended.complete(catchThrowable(() -> client.boards())), "asking");
      asking.start();
      await().until(() -> asking.getState().name().endsWith("WAITING"));

      CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);

      assertThat(closing).succeedsWithin(HistoryScene.PATIENCE);
      assertThat(ended)
          .succeedsWithin(HistoryScene.PATIENCE, InstanceOfAssertFactories.THROWABLE)
          .isInstanceOf(BrokerClosedException.class);
    }
  }

  @Test
  void shouldAskAgainForWhatIsLostAndPassOverWhatComesTwice() throws Exception {
    scene.stopService();
    Random random = new Random(20_261_121);
    scene.startService(store -> store, connected -> new UnsteadyBroker(connected, random));
    List<HistoryMessage> read = new ArrayList<>();
    Broker unsteady = new UnsteadyBroker(scene.connect(), random);
    scene.client(unsteady).read(query(new Start.Last(500), "news"), read::add);

    assertThat(ids(read)).isEqualTo(all().subList(COUNT - 500, COUNT));
    assertThat(scene.client(unsteady).boards()).hasSize(1);
  }

  @Test
  void shouldGoOnWithAnotherService() throws Exception {
    List<HistoryMessage> read = new ArrayList<>();
    scene
        .client(scene.connect())
        .read(
            query(new Start.All(), "news"),
            message -> {
              read.add(message);
              if (read.size() == 1_000) {
                restartService();
              }
              return true;
            });
    assertThat(ids(read)).isEqualTo(all());
  }

  @Test
  void shouldJoinOverALostConnection() throws Exception {
    try (CuttingProxy proxy = proxy();
        Broker cut = connectThrough(proxy);
        RequestClient client = RequestClient.open(cut, "alice", HistoryScene.PATIENCE)) {
      JoinedStream stream = new JoinedStream();
      try (HistorySubscription joined =
          HistorySubscription.thenLive(
              cut,
              client,
              SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
              query(new Start.All(), "news"),
              stream)) {
        await().atMost(HistoryScene.PATIENCE).until(() -> stream.size() > 100);
        proxy.refuse();
        proxy.cut();
        scene.post(NEWS, "bob", COUNT + 1, 500); // live is not there to see it
        proxy.accept();
        stream.assertExactlyOnceInOrder(COUNT + 500);
        await().atMost(Duration.ofSeconds(30)).until(stream::isLive);
        assertThat(joined.reception()).isEmpty();
      }
    }
  }

  private CuttingProxy proxy() {
    return CuttingProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
  }

  private Broker connectThrough(CuttingProxy proxy) {
    String uri = broker.uri().replace(":" + broker.port(), ":" + proxy.port());
    return Brokers.connect(BrokerUri.parse(uri + "?prefix=" + scene.prefix()));
  }

  private void restartService() {
    try {
      scene.stopService();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    scene.startService();
  }

  private static List<String> all() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(number -> "bob-" + number).toList();
  }
}
