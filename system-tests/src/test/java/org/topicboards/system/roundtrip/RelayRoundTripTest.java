package org.topicboards.system.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.message.Uuid7;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.relay.RelayReport;
import org.topicboards.service.relay.Relays;

/** Messages are relayed between every two transports, both ways: nothing of them changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RelayRoundTripTest {

  private static final BoardName BOARD = BoardName.of("letters.to-all");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOPS = "boardhops";
  private static final List<SubscriptionName> SUBSCRIPTIONS =
      List.of(
          SubscriptionName.relay("one", "two"),
          SubscriptionName.relay("two", "one"),
          SubscriptionName.relay("one", "two", "arrivals"),
          SubscriptionName.relay("two", "one", "arrivals"));

  private Transports transports;
  private String prefix;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    transports = Transports.start(folder);
  }

  @AfterAll
  void stop() {
    transports.close();
  }

  @BeforeEach
  void choosePrefix() {
    prefix = "test-" + Uuid7.next() + ".";
  }

  @AfterEach
  void forgetPrefix() {
    for (Transport transport : transports.all()) {
      try (Broker broker = Brokers.connect(transport.brokerUri(prefix))) {
        SUBSCRIPTIONS.forEach(broker::removeSubscription);
      }
      transport.forget().accept(prefix);
    }
  }

  @ParameterizedTest(name = "{0} and {1}")
  @MethodSource("pairs")
  void shouldChangeNothing(Transport one, Transport two, @TempDir Path folder) throws Exception {
    Map<String, BrokerUri> brokers =
        Map.of("one", one.brokerUri(prefix), "two", two.brokerUri(prefix));
    List<Message> lettersOfOne = letters(one);
    List<Message> lettersOfTwo = letters(two);
    try (Broker onOne = Brokers.connect(one.brokerUri(prefix));
        Broker onTwo = Brokers.connect(two.brokerUri(prefix));
        Relays relays =
            new Relays(
                RelayPlan.of(brokers, List.of("one<->two: letters.#"), true),
                folder.resolve("relays.db"),
                new SimpleMeterRegistry())) {
      relays.start();
      relays.awaitAttached();
      List<Message> seenOnOne = subscribe(onOne);
      List<Message> seenOnTwo = subscribe(onTwo);
      publish(onOne, lettersOfOne);
      publish(onTwo, lettersOfTwo);

      int all = lettersOfOne.size() + lettersOfTwo.size();
      await().atMost(PATIENCE).until(() -> seenOnOne.size() >= all && seenOnTwo.size() >= all);
      assertThat(seenOnTwo.stream().filter(RelayRoundTripTest::isRelayed).map(this::unrelayed))
          .containsExactlyInAnyOrderElementsOf(lettersOfOne);
      assertThat(seenOnOne.stream().filter(RelayRoundTripTest::isRelayed).map(this::unrelayed))
          .containsExactlyInAnyOrderElementsOf(lettersOfTwo);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(sums(relays, "one->two"))
                    .allMatch(board -> board.taken().messages() == lettersOfOne.size())
                    .allMatch(board -> board.taken().equals(board.arrived()))
                    .hasSize(1);
                assertThat(sums(relays, "two->one"))
                    .allMatch(board -> board.taken().messages() == lettersOfTwo.size())
                    .allMatch(board -> board.taken().equals(board.arrived()))
                    .hasSize(1);
              });
    }
  }

  private Stream<Arguments> pairs() {
    List<Transport> all = transports.all();
    return all.stream()
        .flatMap(
            one ->
                all.stream()
                    .filter(two -> all.indexOf(two) > all.indexOf(one))
                    .map(two -> Arguments.of(one, two)));
  }

  private static List<RelayReport.BoardSums> sums(Relays relays, String name) {
    for (RelayReport report : relays.reports()) {
      RelayReport.Verification books = report.verification();
      if (report.relay().equals(name) && books != null) {
        return books.boards();
      }
    }
    throw new AssertionError("no books of " + name);
  }

  /** With ids of their own: the same identity is relayed once. */
  private static List<Message> letters(Transport from) {
    List<Message> letters = new ArrayList<>();
    for (Message message : Letters.of(from.name().hashCode())) {
      letters.add(
          message.toBuilder().id(from.name() + " " + letters.size() + " " + message.id()).build());
    }
    return letters;
  }

  private static boolean isRelayed(Message message) {
    return message.extensions().containsKey(HOPS);
  }

  private Message unrelayed(Message message) {
    assertThat(message.extensions().get(HOPS)).isIn(Set.of("one", "two"));
    Map<String, String> extensions = new TreeMap<>(message.extensions());
    extensions.remove(HOPS);
    Message.Builder builder =
        Message.from(message.source())
            .id(message.id())
            .type(message.type())
            .time(message.time())
            .contentType(message.contentType())
            .body(message.body());
    extensions.forEach(builder::extension);
    message.headers().forEach(builder::header);
    return builder.build();
  }

  private static List<Message> subscribe(Broker broker) {
    List<Message> received = new CopyOnWriteArrayList<>();
    var unused =
        broker.subscribe(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
            delivery -> {
              received.add(delivery.message());
              delivery.acknowledge();
            });
    return received;
  }

  private static void publish(Broker broker, List<Message> messages) {
    try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(BOARD, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }
}
