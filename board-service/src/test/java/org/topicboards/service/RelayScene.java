package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.http.HttpResponse;
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

/** Brokers, services that relay between them, and clients of both. */
@Timeout(240)
abstract class RelayScene {

  static final BoardName NEWS = BoardName.of("news.local");
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String HOPS = "boardhops";

  @TempDir private Path folder;

  final Map<String, EmbeddedBroker> embedded = new LinkedHashMap<>();
  final Map<String, BrokerUri> uris = new LinkedHashMap<>();
  private final ServiceHttp http = new ServiceHttp();
  private final JsonMapper json = new JsonMapper();
  private final List<Broker> connections = new ArrayList<>();

  @AfterEach
  void stop() {
    connections.forEach(Broker::close);
    embedded.values().forEach(EmbeddedBroker::close);
  }

  void startBrokers(String... names) {
    for (String name : names) {
      EmbeddedBroker broker = EmbeddedBroker.start(options(name));
      embedded.put(name, broker);
      uris.put(name, BrokerUri.parse(broker.uri()));
    }
  }

  EmbeddedBrokerOptions options(String name) {
    return EmbeddedBrokerOptions.of(folder.resolve("broker-" + name)).as("boards", "secret");
  }

  EmbeddedBroker broker(String name) {
    return Objects.requireNonNull(embedded.get(name));
  }

  BrokerUri uri(String name) {
    return Objects.requireNonNull(uris.get(name));
  }

  static BrokerUri group() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String address = "239.255." + random.nextInt(256) + "." + random.nextInt(1, 255);
      return BrokerUri.parse(
          "udp://" + address + ":" + socket.getLocalPort() + "?interface=127.0.0.1");
    }
  }

  RunningService start(boolean verified, String... rules) throws Exception {
    return attached(settings(dataFolder(), verified, rules));
  }

  static RunningService attached(ServiceSettings settings) throws Exception {
    RunningService service = RunningService.start(settings);
    service.attach();
    return service;
  }

  Path dataFolder() {
    return folder.resolve("data");
  }

  ServiceSettings settings(Path dataFolder, boolean verified, String... rules) {
    return new ServiceSettings(
        dataFolder,
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

  static void attach(RunningService service) {
    try {
      service.attach();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Broker connect(String name) {
    Broker broker = Brokers.connect(uri(name));
    connections.add(broker);
    return broker;
  }

  /** What arrives on a broker from now on, each message as often as it does. */
  List<Delivery> subscribe(String name) {
    return subscribe(name, "news.#");
  }

  List<Delivery> subscribe(String name, String pattern) {
    return subscribe(name, SubscriptionOptions.ephemeral(List.of(BoardPattern.of(pattern))));
  }

  List<Delivery> subscribe(String name, SubscriptionName durableName) {
    return subscribe(
        name, SubscriptionOptions.durable(durableName, List.of(BoardPattern.of("news.#"))));
  }

  List<Delivery> subscribe(String name, SubscriptionOptions options) {
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

  void publish(String name, List<Message> messages) {
    try (Broker broker = Brokers.connect(uri(name));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(NEWS, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  static List<Message> messages(String source, int number) {
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
  static List<Message> received(List<Delivery> deliveries, String source) {
    return deliveries.stream()
        .map(Delivery::message)
        .filter(message -> message.source().equals(source))
        .map(RelayScene::withoutHops)
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

  static List<String> hops(List<Delivery> deliveries, String source) {
    return deliveries.stream()
        .map(Delivery::message)
        .filter(message -> message.source().equals(source))
        .map(message -> message.extensions().getOrDefault(HOPS, ""))
        .distinct()
        .toList();
  }

  /** Waits until so many messages are booked on both sides of every relay, and are the same. */
  void awaitClean(RunningService service, long messages) {
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

  JsonNode verification(RunningService service) throws Exception {
    return json.readTree(get(service, "/relays").body()).get("relays").get(0).get("verification");
  }

  double metric(RunningService service, String name, String relay) throws Exception {
    return http.metric(service, name + "{relay=\"" + relay + "\"}");
  }

  HttpResponse<String> get(RunningService service, String path) throws Exception {
    return http.get(service, path);
  }
}
