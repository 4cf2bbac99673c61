package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.requests.BoardSummary;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestClient;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.MissingBoards;

/** The service as a whole, with its own broker or one beside it. */
@Timeout(180)
class RunningServiceTest {

  private static final BoardName NEWS = BoardName.of("news.today");
  private static final NamedBroker NOWHERE = NamedBroker.parse("amqp://127.0.0.1:1");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void shouldArchiveWhatIsPostedToItsOwnBroker() throws Exception {
    List<Message> posted;
    try (RunningService service = start(settings())) {
      service.attach();
      assertThat(get(service, "/ready").statusCode()).isEqualTo(200);

      posted = publish(ownBroker(service), NEWS, 2_000);

      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 2_000);
      await().atMost(PATIENCE).until(() -> metric(service, "boards_lag_messages") == 0);
      assertThat(metric(service, "boards_duplicates_total")).isZero();
      assertThat(metric(service, "boards_commit_seconds_count")).isPositive();
      assertThat(metric(service, "boards_batch_size_messages_sum")).isEqualTo(2_000);
      assertThat(get(service, "/metrics").body()).contains("jvm_memory_used_bytes{area=\"heap\"");
    }
    assertThat(archived(NEWS)).isEqualTo(posted);
  }

  @Test
  void shouldArchiveWhatWasPostedWhileItWasAway() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(brokerOptions())) {
      BrokerUri uri = BrokerUri.parse(broker.uri());
      List<Message> posted = publish(uri, NEWS, 300);

      try (RunningService service = start(settings(named(uri)))) {
        service.attach();
        await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 300);
      }
      posted.addAll(publish(uri, NEWS, 200));
      try (RunningService service = start(settings(named(uri)))) {
        service.attach();
        await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 200);
        assertThat(metric(service, "boards_duplicates_total")).isZero();
      }

      assertThat(archived(NEWS)).isEqualTo(posted);
    }
  }

  @Test
  void shouldNotBeReadyWhileTheBrokerIsAway() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(brokerOptions());
    BrokerUri uri = BrokerUri.parse(broker.uri());
    int port = broker.port();
    broker.close();
    try (RunningService service = start(settings(named(uri)))) {
      CompletableFuture<Void> attaching = CompletableFuture.runAsync(() -> attach(service));
      await()
          .atMost(PATIENCE)
          .until(() -> get(service, "/ready").body().contains("cannot connect"));
      assertThat(get(service, "/ready").statusCode()).isEqualTo(503);
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);

      try (EmbeddedBroker again = EmbeddedBroker.start(brokerOptions().onPort(port))) {
        attaching.join();
        await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 200);
        publish(BrokerUri.parse(again.uri()), NEWS, 10);
        await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 10);
      }
      await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 503);
      assertThat(get(service, "/ready").body()).contains("not connected").doesNotContain("secret");
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);

      try (EmbeddedBroker again = EmbeddedBroker.start(brokerOptions().onPort(port))) {
        await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 200);
        publish(BrokerUri.parse(again.uri()), NEWS, 10);
        await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 20);
        assertThat(metric(service, "boards_reconnects_total")).isPositive();
      }
    }
  }

  @Test
  void shouldNotBeReadyWhileTheDiskIsFullAndLoseNothing() throws Exception {
    String storeUrl = "jdbc:sqlite:" + folder.resolve("archive.db") + "?max_page_count=300";
    try (RunningService service = start(new ServiceSettings(folder, List.of(), storeUrl, 0, 0))) {
      service.attach();
      execute(storeUrl, "CREATE TABLE ballast AS SELECT zeroblob(1000000) AS bytes");

      List<Message> posted = publish(ownBroker(service), NEWS, 2_000);

      await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 503);
      assertThat(get(service, "/ready").body()).contains("store: ", "full");
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);

      execute(storeUrl, "DROP TABLE ballast");

      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 2_000);
      assertThat(get(service, "/ready").statusCode()).isEqualTo(200);
      assertThat(archived(NEWS)).isEqualTo(posted);
    }
  }

  @Test
  void shouldSetAsideWhatAForeignToolPostedToNoBoard() throws Exception {
    try (RunningService service = start(settings())) {
      service.attach();
      ConnectionFactory foreignTool = new ConnectionFactory();
      BrokerUri uri = ownBroker(service);
      foreignTool.setPort(uri.hosts().get(0).port());
      foreignTool.setUsername(uri.user().orElseThrow());
      foreignTool.setPassword(uri.password().orElseThrow());
      try (Connection connection = foreignTool.newConnection();
          Channel channel = connection.createChannel()) {
        channel.confirmSelect();
        channel.basicPublish("boards", "no board!", null, "lost?".getBytes(UTF_8));
        channel.basicPublish("boards", NEWS.value(), null, "found".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(PATIENCE.toMillis());
      }

      await().atMost(PATIENCE).until(() -> metric(service, "boards_quarantined_total") == 1);
      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 1);
      assertThat(archived(NEWS))
          .singleElement()
          .satisfies(message -> assertThat(message.body()).asString().isEqualTo("found"));
    }
  }

  @Test
  void shouldSetAsideWhatIsPostedToBoardsThatWereNotCreated() throws Exception {
    BoardName created = BoardName.of("created");
    ServiceSettings settings =
        new ServiceSettings(
            folder,
            List.of(),
            RelayPlan.NONE,
            null,
            MissingBoards.SET_ASIDE,
            SubscriptionExpiry.NEVER,
            0,
            ServiceSettings.LOOPBACK,
            0);
    try (RunningService service = start(settings)) {
      service.attach();
      BrokerUri uri = ownBroker(service);
      try (Broker broker = Brokers.connect(uri);
          RequestClient client = RequestClient.open(broker, "alice", PATIENCE)) {
        client.carryOut(new Request.CreateBoard(created, null, null));
        publish(uri, created, 10);
        List<Message> posted = publish(uri, NEWS, 20);
        await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total") == 10);
        await().atMost(PATIENCE).until(() -> metric(service, "boards_set_aside_total") == 20);
        assertThat(client.boards())
            .extracting(BoardSummary::board, BoardSummary::isSetAside, BoardSummary::messages)
            .containsExactly(tuple(created, false, 10L), tuple(NEWS, true, 20L));
        assertThat(archived(NEWS)).isEmpty();

        client.carryOut(new Request.CreateBoard(NEWS, null, null));
        assertThat(archived(NEWS)).isEqualTo(posted);
        assertThat(client.boards()).noneMatch(BoardSummary::isSetAside);
      }
    }
  }

  @Test
  void shouldStopWhileItWaitsForTheBroker() throws Exception {
    RunningService service = start(settings(NOWHERE));
    CompletableFuture<Void> attaching = CompletableFuture.runAsync(() -> attach(service));
    await().atMost(PATIENCE).until(() -> get(service, "/ready").body().contains("cannot connect"));

    service.close();

    attaching.join();
    service.awaitClosed();
  }

  @Test
  void shouldLetItsFolderGoWhenClosed() throws Exception {
    start(settings(NOWHERE)).close();
    start(settings(NOWHERE)).close();
  }

  @Test
  void shouldAnswerOnlyWhatThereIs() throws Exception {
    try (RunningService service = start(settings(NOWHERE))) {
      assertThat(get(service, "/").statusCode()).isEqualTo(404);
      assertThat(get(service, "/health/x").statusCode()).isEqualTo(404);
      HttpRequest post =
          HttpRequest.newBuilder(address(service, "/health"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
      HttpRequest head =
          HttpRequest.newBuilder(address(service, "/health"))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerOnEveryAddressWhereItIsToldTo() throws Exception {
    ServiceSettings settings =
        new ServiceSettings(
            folder,
            List.of(NOWHERE),
            RelayPlan.NONE,
            null,
            MissingBoards.CREATE,
            SubscriptionExpiry.NEVER,
            0,
            "0.0.0.0",
            0);
    try (RunningService service = start(settings)) {
      URI elsewhere = URI.create("http://" + ownAddress() + ":" + service.httpPort() + "/health");
      HttpRequest health = HttpRequest.newBuilder(elsewhere).build();
      assertThat(client.send(health, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  /** Not the loopback address, where this machine has another. */
  private static String ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse(ServiceSettings.LOOPBACK);
  }

  private ServiceSettings settings(NamedBroker... brokers) {
    return new ServiceSettings(folder, List.of(brokers), null, 0, 0);
  }

  private static NamedBroker named(BrokerUri uri) {
    return new NamedBroker("separate", uri);
  }

  private static BrokerUri ownBroker(RunningService service) {
    return service.brokers().get(0).uri();
  }

  private EmbeddedBrokerOptions brokerOptions() {
    return EmbeddedBrokerOptions.of(folder.resolve("separate-broker")).as("boards", "secret");
  }

  private static RunningService start(ServiceSettings settings) throws IOException {
    return RunningService.start(settings);
  }

  private static void attach(RunningService service) {
    try {
      service.attach();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Message> publish(BrokerUri uri, BoardName board, int number) {
    List<Message> messages = new ArrayList<>();
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    try (Broker broker = Brokers.connect(uri);
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < number; i++) {
        Message message =
            Message.from("alice")
                .header("number", "№ " + i)
                .body(("body " + i).getBytes(UTF_8))
                .build();
        messages.add(message);
        receipts.add(publisher.publish(board, message).toCompletableFuture());
      }
      receipts.forEach(receipt -> assertThat(receipt.join()).isEqualTo(PublishReceipt.ROUTED));
    }
    return messages;
  }

  private List<Message> archived(BoardName board) {
    try (MessageStore store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"))) {
      return store.read(board, 1, Integer.MAX_VALUE).stream()
          .map(ArchivedMessage::message)
          .toList();
    }
  }

  private static void execute(String storeUrl, String sql) throws SQLException {
    try (java.sql.Connection connection = DriverManager.getConnection(storeUrl);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private double metric(RunningService service, String name) throws Exception {
    return get(service, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private HttpResponse<String> get(RunningService service, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address(service, path)).build(), BodyHandlers.ofString());
  }

  private static URI address(RunningService service, String path) {
    return URI.create("http://127.0.0.1:" + service.httpPort() + path);
  }
}
