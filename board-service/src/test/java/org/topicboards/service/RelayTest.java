package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.store.MissingBoards;

/** Boards relayed between brokers that are there, away, cut off in the middle, or none at all. */
@Timeout(240)
class RelayTest {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOPS = "boardhops";

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final Map<String, EmbeddedBroker> embedded = new LinkedHashMap<>();
  private final Map<String, BrokerUri> uris = new LinkedHashMap<>();
  private final List<Broker> connections = new ArrayList<>();

  @AfterEach
  void stop() {
    connections.forEach(Broker::close);
    embedded.values().forEach(EmbeddedBroker::close);
  }

  @Test
  void shouldBringEachMessageToTheOtherSideOnceInBothDirectionsAtOnce() throws Exception {
    startBrokers("a", "b");
    try (RunningService service = start(true, "a<->b: news.#")) {
      List<Delivery> onA = subscribe("a");
      List<Delivery> onB = subscribe("b");
      List<Message> ofAlice = messages("alice", 2_000);
      List<Message> ofBob = messages("bob", 2_000);
      CompletableFuture<Void> posting = CompletableFuture.runAsync(() -> publish("a", ofAlice));
      publish("b", ofBob);
      posting.join();

      await().atMost(PATIENCE).until(() -> onA.size() >= 4_000 && onB.size() >= 4_000);
      assertThat(received(onB, "alice")).isEqualTo(ofAlice);
      assertThat(received(onA, "bob")).isEqualTo(ofBob);
      assertThat(hops(onB, "alice")).containsOnly("a");
      assertThat(hops(onA, "alice")).containsOnly("");
      awaitClean(service, 2_000);
      assertThat(onA).hasSize(4_000);
      assertThat(onB).hasSize(4_000);
      assertThat(metric(service, "boards_relayed_total", "a->b")).isEqualTo(2_000);
      assertThat(metric(service, "boards_relay_passed_over_total", "a->b")).isEqualTo(2_000);
      assertThat(get(service, "/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldReachThreeBrokersThatAreAllJoinedOnceEach() throws Exception {
    startBrokers("a", "b", "c");
    try (RunningService service = start(false, "a<->b: #", "b<->c: #", "a<->c: #")) {
      Map<String, List<Delivery>> seen = new LinkedHashMap<>();
      for (String name : embedded.keySet()) {
        seen.put(name, subscribe(name));
      }
      Map<String, List<Message>> posted = new LinkedHashMap<>();
      for (String name : embedded.keySet()) {
        posted.put(name, messages("source-" + name, 200));
        publish(name, posted.get(name));
      }
      await()
          .atMost(PATIENCE)
          .until(() -> seen.values().stream().allMatch(deliveries -> deliveries.size() >= 600));
      for (String relay : List.of("a->b", "b->a", "b->c", "c->b", "a->c", "c->a")) {
        await()
            .atMost(PATIENCE)
            .until(() -> metric(service, "boards_relay_passed_over_total", relay) == 400);
        assertThat(metric(service, "boards_relayed_total", relay)).isEqualTo(200);
      }
      seen.forEach(
          (broker, deliveries) -> {
            assertThat(deliveries).hasSize(600);
            posted.forEach(
                (origin, messages) ->
                    assertThat(received(deliveries, "source-" + origin)).isEqualTo(messages));
          });
    }
  }

  @Test
  void shouldGoOnWhereItStoppedWhenTheServiceIsStartedAgain() throws Exception {
    startBrokers("a", "b");
    List<Delivery> onB = subscribe("b");
    List<Message> posted = messages("alice", 6_000);
    start(true, "a->b: news.#").close();
    publish("a", posted);
    int before = 0;
    while (before < posted.size()) {
      int seen = before;
      RunningService service = start(true, "a->b: news.#");
      await().atMost(PATIENCE).until(() -> onB.size() > seen);
      service.close();
      before = onB.size();
    }
    try (RunningService service = start(true, "a->b: news.#")) {
      awaitClean(service, 6_000);
      assertThat(metric(service, "boards_relayed_total", "a->b")).isZero();
    }
    assertThat(received(onB, "alice")).isEqualTo(posted);
  }

  @Test
  void shouldCollectFromOneBrokerWhileTheOtherIsAway() throws Exception {
    startBrokers("a", "b");
    int port = broker("b").port();
    start(true, "a->b: news.#").close();
    broker("b").close();
    List<Message> posted = messages("alice", 500);
    try (RunningService service = RunningService.start(settings(true, "a->b: news.#"))) {
      CompletableFuture<Void> attaching = CompletableFuture.runAsync(() -> attach(service));
      publish("a", posted);
      await().atMost(PATIENCE).until(() -> get(service, "/ready").body().contains("broker b"));
      assertThat(get(service, "/ready").statusCode()).isEqualTo(503);

      embedded.put("b", EmbeddedBroker.start(options("b").onPort(port)));
      attaching.join();
      List<Delivery> onB = subscribe("b", SubscriptionName.of("late"));
      awaitClean(service, 500);
      publish("a", messages("bob", 1));
      await().atMost(PATIENCE).until(() -> received(onB, "bob").size() == 1);
    }
  }

  @Test
  void shouldSendWhatTheTargetRefusesToTheDeadLetters() throws Exception {
    startBrokers("a", "b");
    uris.put("b", BrokerUri.parse(broker("b").uri() + "?max-body=1k"));
    try (RunningService service = start(false, "a->b: news.#")) {
      List<Delivery> dead = subscribe("a", "_dead._relay.a.b");
      List<Delivery> onB = subscribe("b");
      Message large = Message.from("alice").body(new byte[2_000]).build();
      Message small = Message.from("alice").body(new byte[20]).build();
      publish("a", List.of(large, small));

      await().atMost(PATIENCE).until(() -> dead.size() == 1 && onB.size() == 1);
      assertThat(dead.get(0).message().id()).isEqualTo(large.id());
      assertThat(dead.get(0).message().headers().get("dead-letter-reason")).contains("2000");
      assertThat(onB.get(0).message().id()).isEqualTo(small.id());
      assertThat(metric(service, "boards_relay_refused_total", "a->b")).isEqualTo(1);
    }
  }

  @Test
  void shouldFeedUdpFromABrokerAndABrokerFromUdp() throws Exception {
    startBrokers("a");
    uris.put("field", group());
    try (RunningService service = start(true, "a<->field: news.#")) {
      List<Delivery> onA = subscribe("a");
      List<Delivery> onField = subscribe("field");
      List<Message> ofAlice = messages("alice", 300);
      List<Message> ofBob = messages("bob", 300);
      publish("a", ofAlice);
      publish("field", ofBob);

      await().atMost(PATIENCE).until(() -> onA.size() >= 600 && onField.size() >= 600);
      assertThat(received(onA, "bob")).isEqualTo(ofBob);
      assertThat(received(onField, "alice")).isEqualTo(ofAlice);
      awaitClean(service, 300);
      assertThat(metric(service, "boards_relay_lost_total", "field->a")).isZero();
      assertThat(get(service, "/metrics").body())
          .doesNotContain("boards_relay_lost_total{relay=\"a->field\"}");
    }
  }

  @Test
  void shouldReportWhatArrivesWithoutHavingBeenTaken() throws Exception {
    startBrokers("a", "b");
    try (RunningService service = start(true, "a->b: news.#")) {
      publish("a", messages("alice", 10));
      awaitClean(service, 10);
      Message injected =
          Message.from("mallory").id("forged").extension(HOPS, "a").body(new byte[1]).build();
      publish("b", List.of(injected, Message.from("mallory").build()));

      await().atMost(PATIENCE).until(() -> verification(service).get("differences").asInt() == 1);
      assertThat(metric(service, "boards_relay_differences_messages", "a->b")).isEqualTo(1);
      JsonNode verification = verification(service);
      assertThat(verification.get("examples").get(0).asText())
          .isEqualTo("message forged from mallory on news.local has arrived but was never taken");
      JsonNode board = verification.get("boards").get(0);
      assertThat(board.get("taken").get("messages").asInt()).isEqualTo(10);
      assertThat(board.get("arrived").get("messages").asInt()).isEqualTo(11);
      assertThat(board.get("arrived").get("digest")).isNotEqualTo(board.get("taken").get("digest"));
    }
  }

  /** A queue that nobody reads would grow for ever. */
  @Test
  void shouldLeaveNoBooksBehindWhenTheyAreNoLongerKept() throws Exception {
    startBrokers("a", "b");
    SubscriptionName arrivals = SubscriptionName.relay("a", "b", "arrivals");
    start(true, "a->b: news.#").close();
    assertThat(connect("b").subscriptionStatus(arrivals)).isPresent();
    assertThat(folder.resolve("data/relays.db")).exists();

    start(false, "a->b: news.#").close();

    assertThat(connect("b").subscriptionStatus(arrivals)).isEmpty();
    assertThat(folder.resolve("data/relays.db")).doesNotExist();
  }

  private void startBrokers(String... names) {
    for (String name : names) {
      EmbeddedBroker broker = EmbeddedBroker.start(options(name));
      embedded.put(name, broker);
      uris.put(name, BrokerUri.parse(broker.uri()));
    }
  }

  private EmbeddedBrokerOptions options(String name) {
    return EmbeddedBrokerOptions.of(folder.resolve("broker-" + name)).as("boards", "secret");
  }

  private EmbeddedBroker broker(String name) {
    return Objects.requireNonNull(embedded.get(name));
  }

  private BrokerUri uri(String name) {
    return Objects.requireNonNull(uris.get(name));
  }

  private static BrokerUri group() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String address = "239.255." + random.nextInt(256) + "." + random.nextInt(1, 255);
      return BrokerUri.parse(
          "udp://" + address + ":" + socket.getLocalPort() + "?interface=127.0.0.1");
    }
  }

  private RunningService start(boolean verified, String... rules) throws Exception {
    RunningService service = RunningService.start(settings(verified, rules));
    service.attach();
    return service;
  }

  private ServiceSettings settings(boolean verified, String... rules) {
    return new ServiceSettings(
        folder.resolve("data"),
        uris.entrySet().stream()
            .map(each -> new NamedBroker(each.getKey(), each.getValue()))
            .toList(),
        RelayPlan.of(uris, List.of(rules), verified),
        null,
        MissingBoards.CREATE,
        SubscriptionExpiry.NEVER,
        0,
        ServiceSettings.LOOPBACK,
        0);
  }

  private static void attach(RunningService service) {
    try {
      service.attach();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Broker connect(String name) {
    Broker broker = Brokers.connect(uri(name));
    connections.add(broker);
    return broker;
  }

  /** What arrives on a broker from now on, each message as often as it does. */
  private List<Delivery> subscribe(String name) {
    return subscribe(name, "news.#");
  }

  private List<Delivery> subscribe(String name, String pattern) {
    return subscribe(name, SubscriptionOptions.ephemeral(List.of(BoardPattern.of(pattern))));
  }

  private List<Delivery> subscribe(String name, SubscriptionName durableName) {
    return subscribe(
        name, SubscriptionOptions.durable(durableName, List.of(BoardPattern.of("news.#"))));
  }

  private List<Delivery> subscribe(String name, SubscriptionOptions options) {
    List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    connect(name)
        .subscribe(
            options,
            delivery -> {
              deliveries.add(delivery);
              delivery.acknowledge();
            });
    return deliveries;
  }

  private void publish(String name, List<Message> messages) {
    try (Broker broker = Brokers.connect(uri(name));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(NEWS, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private static List<Message> messages(String source, int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                Message.from(source)
                    .contentType("text/plain")
                    .extension("traceid", "t" + i)
                    .header("number", "№ " + i)
                    .body(("body " + i).getBytes(UTF_8))
                    .build())
        .toList();
  }

  /** The messages of one source as they were posted, that is, without their hops. */
  private static List<Message> received(List<Delivery> deliveries, String source) {
    return deliveries.stream()
        .map(Delivery::message)
        .filter(message -> message.source().equals(source))
        .map(RelayTest::withoutHops)
        .toList();
  }

  private static Message withoutHops(Message message) {
    Message.Builder builder =
        Message.from(message.source())
            .id(message.id())
            .type(message.type())
            .time(message.time())
            .contentType(message.contentType())
            .body(message.body());
    message.headers().forEach(builder::header);
    message.extensions().entrySet().stream()
        .filter(extension -> !extension.getKey().equals(HOPS))
        .forEach(extension -> builder.extension(extension.getKey(), extension.getValue()));
    return builder.build();
  }

  private static List<String> hops(List<Delivery> deliveries, String source) {
    return deliveries.stream()
        .map(Delivery::message)
        .filter(message -> message.source().equals(source))
        .map(message -> message.extensions().getOrDefault(HOPS, ""))
        .distinct()
        .toList();
  }

  /** Waits until so many messages are booked on both sides of every relay, and are the same. */
  private void awaitClean(RunningService service, long messages) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (JsonNode relay : json.readTree(get(service, "/relays").body()).get("relays")) {
                assertThat(relay.get("faults")).isEmpty();
                JsonNode verification = relay.get("verification");
                assertThat(verification.get("pending").asInt()).isZero();
                assertThat(verification.get("differences").asInt()).isZero();
                JsonNode board = verification.get("boards").get(0);
                assertThat(board.get("taken").get("messages").asLong()).isEqualTo(messages);
                assertThat(board.get("arrived")).isEqualTo(board.get("taken"));
              }
            });
  }

  private JsonNode verification(RunningService service) throws Exception {
    return json.readTree(get(service, "/relays").body()).get("relays").get(0).get("verification");
  }

  private double metric(RunningService service, String name, String relay) throws Exception {
    String start = name + "{relay=\"" + relay + "\"} ";
    return get(service, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElse(0);
  }

  private HttpResponse<String> get(RunningService service, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + service.httpPort() + path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
