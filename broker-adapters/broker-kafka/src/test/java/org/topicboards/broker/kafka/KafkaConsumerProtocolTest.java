package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** Durable and shared subscriptions by the newer group protocol (KIP-848). */
@Timeout(120)
class KafkaConsumerProtocolTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final String[] NEWER = {"group.protocol=consumer", "partitions=4"};

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
  void shouldKeepMessagesForASubscriberWhoNeverReceivedAny() throws Exception {
    try (Broker broker = kafka.connect(prefix, NEWER)) {
      KafkaScene.post(broker, "shore", "before");
      broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()).close();
      KafkaScene.post(broker, "shore", "1", "2");

      EventLog log = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), log);

      log.awaitEvents("1", "2");
    }
  }

  @Test
  void shouldDeliverOnlyWhatIsNotAcknowledgedToTheNext() throws Exception {
    try (Broker broker = kafka.connect(prefix, NEWER)) {
      EventLog first = EventLog.keeping();
      Subscription subscription = broker.subscribe(KafkaScene.durable("alice", "#"), first);
      KafkaScene.post(broker, "shore", "0", "1", "2", "3");
      first.awaitEvents("0", "1", "2", "3");
      first.deliveries().get(1).acknowledge();
      first.deliveries().get(3).acknowledge();
      subscription.close();

      EventLog second = EventLog.acknowledging();
      broker.subscribe(KafkaScene.durable("alice", "#"), second);

      second.awaitEvents("0", "2");
    }
  }

  @Test
  void shouldReadANewBoardFromItsBeginningAndBeRemovedAfterwards() throws Exception {
    try (Broker broker = kafka.connect(prefix, NEWER)) {
      EventLog log = EventLog.acknowledging();
      Subscription subscription = broker.subscribe(KafkaScene.durable("alice", "news.*"), log);

      KafkaScene.post(broker, "news.local", "1", "2");

      log.awaitEvents("1", "2");
      subscription.close();
      assertThat(broker.removeSubscription(ALICE)).isTrue();
      assertThat(broker.subscriptionStatus(ALICE)).isEmpty();
    }
  }

  /** One leaves in the middle: what it had in hand goes to the other, and everything is there. */
  @Test
  void shouldShareAmongMembersAndLoseNothingWhenOneLeaves() throws Exception {
    List<String> sources = IntStream.range(0, 16).mapToObj(i -> "gauge-" + i).toList();
    try (Broker one = kafka.connect(prefix, NEWER);
        Broker other = kafka.connect(prefix, NEWER)) {
      EventLog stays = EventLog.acknowledging();
      EventLog leaves = EventLog.acknowledging();
      one.subscribe(KafkaScene.durable("alice", "#"), stays);
      Subscription leaving = other.subscribe(KafkaScene.durable("alice", "#"), leaves);
      Publisher publisher = one.publisher(PublisherOptions.DEFAULTS);
      post(publisher, sources, "warm up");
      await().atMost(PATIENCE).until(() -> events(stays, leaves).size() >= 16);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                post(publisher, sources, "to both");
                return !stays.events().isEmpty() && leaves.events().contains("to both");
              });

      post(publisher, sources, "in the middle");
      leaving.close();
      post(publisher, sources, "afterwards");

      for (String body : List.of("in the middle", "afterwards")) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(events(stays, leaves))
                        .filteredOn(event -> event.startsWith(body))
                        .hasSizeGreaterThanOrEqualTo(16));
      }
    }
  }

  private static void post(Publisher publisher, List<String> sources, String body)
      throws Exception {
    for (String source : sources) {
      KafkaScene.settled(
          publisher.publish(
              BoardName.of("shore"), Message.from(source).body(body.getBytes(UTF_8)).build()));
    }
  }

  private static List<String> events(EventLog one, EventLog other) {
    return Stream.concat(one.events().stream(), other.events().stream()).toList();
  }
}
