package org.topicboards.system.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.ProxiedListener;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.relay.RelayReport;
import org.topicboards.service.relay.Relays;

/** The relay reaches its brokers through proxies that break its connections, the tests directly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class RelayOverBrokenLinksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MESSAGES = 20_000;
  private static final int CUTS = 5;

  private final ProxiedListener kafkaListener =
      new ProxiedListener(FreePorts.next(), FreePorts.next());
  private EmbeddedBroker amqp;
  private EmbeddedKafka kafka;
  private CuttingProxy amqpLink;
  private CuttingProxy kafkaLink;

  @BeforeAll
  void start(@TempDir Path folder) {
    amqp = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("amqp")));
    kafka =
        EmbeddedKafka.start(EmbeddedKafkaOptions.of(folder.resolve("kafka")).behind(kafkaListener));
    amqpLink =
        CuttingProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), amqp.port()));
    kafkaLink =
        CuttingProxy.to(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), kafkaListener.port()),
            kafkaListener.advertisedPort());
  }

  @AfterAll
  void stop() {
    amqpLink.close();
    kafkaLink.close();
    amqp.close();
    kafka.close();
  }

  @Test
  void shouldLoseNothingAndKeepTheOrderBothWays(@TempDir Path folder) throws Exception {
    BoardName news = BoardName.of("cut.news");
    List<Message> ofAlice = messages("alice");
    List<Message> ofBob = messages("bob");
    try (Relays relays = relays(folder, "amqp<->kafka: cut.#");
        Broker onAmqp = Brokers.connect(BrokerUri.parse(amqp.uri()));
        Broker onKafka = Brokers.connect(kafkaUri(kafka.port()))) {
      List<Message> toKafka = subscribe(onKafka, "alice");
      List<Message> toAmqp = subscribe(onAmqp, "bob");
      CompletableFuture<Void> posting =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> publish(onAmqp, news, ofAlice)),
              CompletableFuture.runAsync(() -> publish(onKafka, news, ofBob)));
      for (int i = 1; i <= CUTS; i++) {
        int enough = i * MESSAGES / (CUTS + 2);
        await().atMost(PATIENCE).until(() -> toKafka.size() >= enough && toAmqp.size() >= enough);
        amqpLink.cut();
        kafkaLink.cut();
      }
      posting.join();

      await().atMost(PATIENCE).until(() -> isClean(relays));
      assertThat(firsts(toKafka)).isEqualTo(ids(ofAlice));
      assertThat(firsts(toAmqp)).isEqualTo(ids(ofBob));
      // Kafka recognises what its client sends again, and the relay what AMQP delivers again.
      assertThat(toKafka).hasSameSizeAs(ofAlice);
    }
  }

  @Test
  void shouldRelayWhatWasPostedDuringALongOutageOnceItIsOver(@TempDir Path folder)
      throws Exception {
    BoardName news = BoardName.of("away.news");
    List<Message> ofAlice = messages("alice");
    try (Relays relays = relays(folder, "amqp->kafka: away.#");
        Broker onAmqp = Brokers.connect(BrokerUri.parse(amqp.uri()));
        Broker onKafka = Brokers.connect(kafkaUri(kafka.port()))) {
      List<Message> toKafka = subscribe(onKafka, "alice");
      kafkaLink.refuse();
      kafkaLink.cut();
      publish(onAmqp, news, ofAlice);
      await().atMost(PATIENCE).until(() -> !faults(relays).isEmpty());

      kafkaLink.accept();

      await().atMost(PATIENCE).until(() -> toKafka.size() >= MESSAGES);
      assertThat(ids(toKafka)).isEqualTo(ids(ofAlice));
      await().atMost(PATIENCE).until(() -> faults(relays).isEmpty());
    } finally {
      kafkaLink.accept();
    }
  }

  /** The target never comes back: closing must not wait for it. */
  @Test
  void shouldCloseWhileTheTargetIsAwayAndGoOnLater(@TempDir Path folder) throws Exception {
    BoardName news = BoardName.of("later.news");
    List<Message> ofAlice = messages("alice");
    try (Broker onAmqp = Brokers.connect(BrokerUri.parse(amqp.uri()));
        Broker onKafka = Brokers.connect(kafkaUri(kafka.port()))) {
      List<Message> toKafka = subscribe(onKafka, "alice");
      try (Relays relays = relays(folder, "amqp->kafka: later.#")) {
        kafkaLink.refuse();
        kafkaLink.cut();
        publish(onAmqp, news, ofAlice);
        await().atMost(PATIENCE).until(() -> !faults(relays).isEmpty());
      } finally {
        kafkaLink.accept();
      }
      int before = toKafka.size();
      try (Relays relays = relays(folder, "amqp->kafka: later.#")) {
        await().atMost(PATIENCE).until(() -> isClean(relays));
      }
      assertThat(before).isLessThan(MESSAGES);
      assertThat(firsts(toKafka)).isEqualTo(ids(ofAlice));
    }
  }

  private Relays relays(Path folder, String rule) throws Exception {
    Map<String, BrokerUri> brokers =
        Map.of(
            "amqp",
            BrokerUri.parse(amqp.uri().replace(":" + amqp.port(), ":" + amqpLink.port())),
            "kafka",
            kafkaUri(kafkaLink.port()));
    Relays relays =
        new Relays(
            RelayPlan.of(brokers, List.of(rule), true),
            folder.resolve("relays.db"),
            new SimpleMeterRegistry());
    relays.start();
    relays.awaitAttached();
    return relays;
  }

  private static List<String> faults(Relays relays) {
    return relays.faults().values().stream().flatMap(List::stream).toList();
  }

  private static BrokerUri kafkaUri(int port) {
    return BrokerUri.parse("kafka://127.0.0.1:" + port);
  }

  private static boolean isClean(Relays relays) {
    return relays.reports().stream()
        .map(RelayReport::verification)
        .allMatch(
            books ->
                books != null
                    && books.settled()
                    && books.differences() == 0
                    && books.pending() == 0
                    && books.boards().stream()
                        .allMatch(
                            board ->
                                board.taken().messages() == MESSAGES
                                    && board.taken().equals(board.arrived())));
  }

  private static List<Message> subscribe(Broker broker, String source) {
    List<Message> received = new CopyOnWriteArrayList<>();
    var unused =
        broker.subscribe(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
            delivery -> {
              if (delivery.message().source().equals(source)) {
                received.add(delivery.message());
              }
              delivery.acknowledge();
            });
    return received;
  }

  private static void publish(Broker broker, BoardName board, List<Message> messages) {
    try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(board, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private static List<Message> messages(String source) {
    return IntStream.range(0, MESSAGES)
        .mapToObj(i -> Message.from(source).body(("body " + i).getBytes(UTF_8)).build())
        .toList();
  }

  /** Each message once, in the order in which it came first. */
  private static List<String> firsts(List<Message> received) {
    return received.stream().map(Message::id).distinct().toList();
  }

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }
}
