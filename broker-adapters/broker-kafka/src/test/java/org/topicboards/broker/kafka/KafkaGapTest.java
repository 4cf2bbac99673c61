package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.ProxiedListener;
import org.topicboards.message.BoardPattern;

/** What Kafka forgets is told, never passed over. */
@Timeout(120)
class KafkaGapTest {

  private static final String BOARD = "shore";
  private static final Pattern GAP = Pattern.compile("gap of (\\d+) on " + BOARD);
  private static final ProxiedListener LISTENER =
      new ProxiedListener(FreePorts.next(), FreePorts.next());

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";

  @BeforeAll
  static void start() {
    kafka = KafkaScene.start(EmbeddedKafkaOptions.of(folder).behind(LISTENER));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldTellADurableSubscriptionHowManyMessagesExpiredWhileItWasAway() throws Exception {
    try (Broker broker = kafka.connect(prefix)) {
      KafkaScene.post(broker, BOARD, "0");
      broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()).close();
      KafkaScene.post(broker, BOARD, "1", "2", "3", "4", "5");
      kafka.expire(prefix + BOARD, 4);
      EventLog log = EventLog.acknowledging();

      broker.subscribe(KafkaScene.durable("alice", "#"), log);

      log.awaitEvents("gap of 3 on shore", "4", "5");
    }
  }

  @Test
  void shouldTellAnEphemeralSubscriptionHowManyMessagesExpiredBeforeItReadThem() throws Exception {
    SubscriptionOptions one =
        SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)).prefetch(1, 1 << 20);

    assertGapIsTold(one);
  }

  /** What is in hand and in the queue when the gap is found is delivered before it is told. */
  @Test
  void shouldDeliverWhatWasReadBeforeAGap() throws Exception {
    assertGapIsTold(KafkaScene.durable("alice", "#"));
  }

  private void assertGapIsTold(SubscriptionOptions options) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    EventLog log = new EventLog(delivery -> acknowledgeOnce(held, delivery));
    InetSocketAddress listener =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), LISTENER.port());
    try (CuttingProxy proxy = CuttingProxy.to(listener, LISTENER.advertisedPort());
        Broker near = kafka.connect(prefix);
        Broker far = kafka.connect(proxy.port(), prefix)) {
      kafka.createTopic(prefix + BOARD, 1, Map.of());
      far.subscribe(options, log);
      KafkaScene.post(near, BOARD, "0", "1");
      log.awaitEvent("0");
      proxy.pause();
      KafkaScene.post(near, BOARD, "2", "3", "4", "5", "6", "7", "8", "9");
      kafka.expire(prefix + BOARD, 8);

      proxy.resume();
      held.countDown();

      log.awaitEvent("9");
      assertThat(log.events()).anyMatch(event -> GAP.matcher(event).matches());
      assertThat(accountedFor(log.events())).isEqualTo(10);
    }
  }

  @Test
  void shouldTellThatPositionsWereForgottenAndDeliverAllThereIs() throws Exception {
    try (Broker broker = kafka.connect(prefix)) {
      KafkaScene.post(broker, BOARD, "0");
      broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()).close();
      KafkaScene.post(broker, BOARD, "1", "2");
      kafka.forgetGroup(prefix + "boards.alice");
      EventLog log = EventLog.acknowledging();

      broker.subscribe(KafkaScene.durable("alice", "#"), log);

      log.awaitEvents("gap of ? on shore", "0", "1", "2");
    }
  }

  private static void acknowledgeOnce(CountDownLatch held, Delivery delivery)
      throws InterruptedException {
    if (held.await(60, TimeUnit.SECONDS)) {
      delivery.acknowledge();
    }
  }

  /** How many messages were delivered in order or told as missing, up to the first fault. */
  private static long accountedFor(List<String> events) {
    long next = 0;
    for (String event : events) {
      Matcher gap = GAP.matcher(event);
      if (gap.matches()) {
        next += Long.parseLong(gap.group(1));
      } else if (event.equals(Long.toString(next))) {
        next++;
      } else {
        return next;
      }
    }
    return next;
  }
}
