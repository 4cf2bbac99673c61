package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** Boards as topics: created, found, refused, and what lies in them. */
@Timeout(120)
class KafkaTopicsTest {

  /** Far below the five minutes after which Kafka's own client would look. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";

  @BeforeAll
  static void start() {
    kafka = KafkaScene.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldReadANewBoardFromItsBeginningSoon() throws Exception {
    try (Broker broker = kafka.connect(prefix)) {
      EventLog durable = EventLog.acknowledging();
      EventLog ephemeral = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "news.*"), durable);
      broker.subscribe(
          SubscriptionOptions.ephemeral(List.of(BoardPattern.of("news.*"))), ephemeral);

      KafkaScene.post(broker, "news.local", "1", "2", "3");

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(durable.events()).containsExactly("1", "2", "3"));
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(ephemeral.events()).containsExactly("1", "2", "3"));
    }
  }

  /** What waits on the others must not be passed over, or read again from the beginning. */
  @Test
  void shouldGoOnWithOtherBoardsWhereItWasWhenItFindsANewOne() throws Exception {
    String[] bodies = IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
    CountDownLatch held = new CountDownLatch(1);
    EventLog log = new EventLog(delivery -> acknowledgeOnce(held, delivery));
    try (Broker broker = kafka.connect(prefix)) {
      KafkaScene.post(broker, "first", "before");
      broker.subscribe(KafkaScene.durable("alice", "#").prefetch(1, 1 << 20), log);
      KafkaScene.post(broker, "first", bodies);
      KafkaScene.post(broker, "second", "new");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> kafka.isAssigned(prefix + "boards.alice", prefix + "second"));

      held.countDown();

      log.awaitEvent("new");
      log.awaitEvent("199");
      assertThat(log.events()).filteredOn(event -> !event.equals("new")).containsExactly(bodies);
    }
  }

  @Test
  void shouldStartNewPatternsNowAndForgetDroppedOnes() throws Exception {
    try (Broker broker = kafka.connect(prefix)) {
      KafkaScene.post(broker, "a", "a0");
      KafkaScene.post(broker, "b", "b0");
      broker.subscribe(KafkaScene.durable("alice", "a"), EventLog.acknowledging()).close();
      KafkaScene.post(broker, "a", "a1");
      KafkaScene.post(broker, "b", "b1");

      EventLog second = EventLog.acknowledging();
      Subscription subscription = broker.subscribe(KafkaScene.durable("alice", "b"), second);
      KafkaScene.post(broker, "b", "b2");
      second.awaitEvents("b2");
      subscription.close();
      KafkaScene.post(broker, "a", "a2");
      KafkaScene.post(broker, "b", "b3");

      EventLog third = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "a", "b"), third);
      third.awaitEvent("b3");
      KafkaScene.post(broker, "a", "a3");
      third.awaitEvent("a3");
      assertThat(third.events()).containsExactlyInAnyOrder("b3", "a3");
    }
  }

  @Test
  void shouldFailTheMessageThatIsTooLargeForTheTopicAndNoOther() throws Exception {
    kafka.createTopic(prefix + "shore", 1, Map.of("max.message.bytes", "2000"));
    try (Broker broker = kafka.connect(prefix)) {
      Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
      BoardName board = BoardName.of("shore");
      List<CompletionStage<PublishReceipt>> small = new ArrayList<>();
      small.add(publisher.publish(board, KafkaScene.message("0")));
      CompletionStage<PublishReceipt> large =
          publisher.publish(
              board, Message.from("gauge").id("the-large-one").body(new byte[5_000]).build());
      for (int i = 1; i < 20; i++) {
        small.add(publisher.publish(board, KafkaScene.message(Integer.toString(i))));
      }

      assertThatThrownBy(() -> KafkaScene.settled(large))
          .cause()
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("message the-large-one to board shore")
          .hasMessageContaining("max.message.bytes of topic " + prefix + "shore");
      for (CompletionStage<PublishReceipt> each : small) {
        KafkaScene.settled(each);
      }
    }
  }

  @Test
  void shouldKeepTheOrderOfAPublisherOverSeveralPartitions() throws Exception {
    List<String> sources = List.of("north", "east", "south", "west");
    try (Broker broker = kafka.connect(prefix, "partitions=4")) {
      EventLog log = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), log);
      Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
      for (int i = 0; i < 100; i++) {
        for (String source : sources) {
          CompletionStage<PublishReceipt> unused =
              publisher.publish(
                  BoardName.of("shore"),
                  Message.from(source).body(Integer.toString(i).getBytes(UTF_8)).build());
        }
      }
      publisher.flush();

      await().atMost(Duration.ofSeconds(40)).until(() -> log.events().size() >= 400);
      assertThat(kafka.partitions(prefix + "shore")).isEqualTo(4);
      for (String source : sources) {
        assertThat(log.deliveries())
            .filteredOn(delivery -> delivery.message().source().equals(source))
            .extracting(EventLog::body)
            .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
      }
    }
  }

  @Test
  void shouldTakeATopicWithOtherPartitionsAsItIs() throws Exception {
    kafka.createTopic(prefix + "shore", 3, Map.of());
    try (Broker broker = kafka.connect(prefix, "partitions=2")) {
      KafkaScene.post(broker, "shore", "1");
    }

    assertThat(kafka.partitions(prefix + "shore")).isEqualTo(3);
  }

  @Test
  void shouldRefuseABoardThatKafkaTakesForAnother() throws Exception {
    try (Broker broker = kafka.connect(prefix)) {
      KafkaScene.post(broker, "a.b", "1");

      assertThatThrownBy(() -> KafkaScene.post(broker, "a_b", "2"))
          .cause()
          .isInstanceOf(BadConfigurationException.class)
          .hasMessageContaining("a_b")
          .hasMessageContaining("a.b");
      KafkaScene.post(broker, "a.b", "3");
    }
  }

  @Test
  void shouldDeliverARecordWithoutValueKeyOrHeaders() throws Exception {
    kafka.createTopic(prefix + "shore", 1, Map.of());
    try (Broker broker = kafka.connect(prefix)) {
      EventLog log = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), log);
      kafka.produce(new ProducerRecord<>(prefix + "shore", null));
      ProducerRecord<byte[], byte[]> withHeader = new ProducerRecord<>(prefix + "shore", null);
      withHeader.headers().add("empty", null);
      kafka.produce(withHeader);

      log.awaitEvents("", "");
      assertThat(log.deliveries())
          .extracting(delivery -> delivery.message().id())
          .containsExactly("0-0", "0-1");
      assertThat(log.deliveries().get(0).message().source())
          .startsWith("kafka:")
          .endsWith("/" + prefix + "shore");
      assertThat(log.deliveries().get(1).message().headers()).containsEntry("empty", "");
    }
  }

  @Test
  void shouldRefuseAPropertyOnWhichAGuaranteeRests() {
    assertThatThrownBy(() -> kafka.connect(prefix, "enable.auto.commit=true", "colour=red"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("enable.auto.commit cannot be set")
        .hasMessageContaining("unknown parameter colour");
  }

  private static void acknowledgeOnce(CountDownLatch held, Delivery delivery)
      throws InterruptedException {
    if (held.await(60, TimeUnit.SECONDS)) {
      delivery.acknowledge();
    }
  }
}
