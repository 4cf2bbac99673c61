package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** Where subscriptions begin, and how far they are. */
@Timeout(120)
class KafkaPositionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final String BOARD = "shore";

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";

  @BeforeAll
  static void start() {
    kafka =
        KafkaScene.start(
            EmbeddedKafkaOptions.of(folder).property("offset.metadata.max.bytes", "64"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** Nothing waits behind the mark that ends a transaction. */
  @Test
  void shouldGoPastWhatATransactionLeavesBehindItsMessages() throws Exception {
    kafka.createTopic(prefix + BOARD, 1, Map.of());
    try (Broker broker = kafka.connect(prefix)) {
      EventLog log = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), log);
      kafka.produceInTransaction(prefix + BOARD, "1", "2");
      kafka.produceInTransaction(prefix + BOARD, "3");

      log.awaitEvents("1", "2", "3");
      await().atMost(PATIENCE).until(() -> waiting(broker) == 0);
    }
  }

  /** What does not fit beside the position is delivered again, but the position goes on. */
  @Test
  void shouldCommitOnABrokerThatTakesLittleMetadata() throws Exception {
    String[] bodies = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
    try (Broker broker = kafka.connect(prefix)) {
      EventLog first = EventLog.keeping();
      Subscription subscription = broker.subscribe(KafkaScene.durable("alice", "#"), first);
      KafkaScene.post(broker, BOARD, bodies);
      first.awaitEvents(bodies);
      for (int i = 0; i < 100; i++) {
        if (i < 50 || i % 2 == 0) {
          first.deliveries().get(i).acknowledge();
        }
      }

      // 25 are open, and the acknowledgements of at most 24 more are forgotten
      await().atMost(PATIENCE).until(() -> waiting(broker) < 50);
      subscription.close();
      EventLog second = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), second);
      second.awaitEvent("99");
      List<String> open =
          IntStream.range(50, 100).filter(i -> i % 2 == 1).mapToObj(Integer::toString).toList();
      assertThat(second.events()).containsAll(open).doesNotContain("49");
    }
  }

  @Test
  void shouldReadPartitionsThatABoardGetsLaterFromTheirBeginning() throws Exception {
    kafka.createTopic(prefix + BOARD, 1, Map.of());
    try (Broker broker = kafka.connect(prefix, "metadata.max.age.ms=500")) {
      EventLog durable = EventLog.acknowledging();
      EventLog ephemeral = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", BOARD), durable);
      broker.subscribe(SubscriptionOptions.ephemeral(List.of(BoardPattern.of(BOARD))), ephemeral);

      kafka.addPartitions(prefix + BOARD, 2);
      kafka.produce(new ProducerRecord<>(prefix + BOARD, 1, new byte[0], "first".getBytes(UTF_8)));

      durable.awaitEvents("first");
      ephemeral.awaitEvents("first");
    }
  }

  /** Neither passes over what came for the other. */
  @Test
  void shouldLoseNothingWhereTwoBeginASubscriptionAtOnce() throws Exception {
    try (Broker one = kafka.connect(prefix);
        Broker other = kafka.connect(prefix)) {
      KafkaScene.post(one, BOARD, "before");
      for (int round = 0; round < 5; round++) {
        SubscriptionOptions options = KafkaScene.durable("team-" + round, "#");
        EventLog firstLog = EventLog.acknowledging();
        EventLog secondLog = EventLog.acknowledging();
        CompletableFuture<Subscription> first =
            CompletableFuture.supplyAsync(() -> one.subscribe(options, firstLog));
        CompletableFuture<Subscription> second =
            CompletableFuture.supplyAsync(() -> other.subscribe(options, secondLog));
        Object firstToReturn = CompletableFuture.anyOf(first, second).get(60, TimeUnit.SECONDS);
        assertThat(firstToReturn).isNotNull();

        String[] bodies = {"a" + round, "b" + round};
        KafkaScene.post(one, BOARD, bodies);

        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(both(firstLog, secondLog)).containsExactly(bodies));
        first.get(60, TimeUnit.SECONDS).close();
        second.get(60, TimeUnit.SECONDS).close();
      }
    }
  }

  /** The position of new patterns is kept although another member of the group is there. */
  @Test
  void shouldKeepWhereNewPatternsBeginWhileOthersAreInTheGroup() throws Exception {
    try (Broker broker = kafka.connect(prefix);
        Broker other = kafka.connect(prefix)) {
      KafkaScene.post(broker, "a", "a0");
      KafkaScene.post(broker, "b", "b0");
      broker.subscribe(KafkaScene.durable("alice", "a"), EventLog.acknowledging());
      Subscription joined =
          other.subscribe(KafkaScene.durable("alice", "a", "b"), EventLog.keeping());
      joined.close();

      KafkaScene.post(broker, "b", "b1");
      EventLog log = EventLog.acknowledging();
      other.subscribe(KafkaScene.durable("alice", "a", "b"), log);

      log.awaitEvents("b1");
    }
  }

  private long waiting(Broker broker) {
    return broker.subscriptionStatus(ALICE).orElseThrow().waitingMessages();
  }

  private static List<String> both(EventLog one, EventLog other) {
    List<String> both =
        new ArrayList<>(Stream.concat(one.events().stream(), other.events().stream()).toList());
    both.sort(null);
    return both;
  }
}
