package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.ProxiedListener;
import org.topicboards.message.SubscriptionName;

/** A member that dies without a word: its heartbeats no longer arrive. */
@Timeout(120)
class KafkaGroupTest {

  private static final String[] SHORT_SESSION = {
    "session.timeout.ms=2000", "heartbeat.interval.ms=500"
  };
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final ProxiedListener LISTENER =
      new ProxiedListener(FreePorts.next(), FreePorts.next());

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";

  @BeforeAll
  static void start() {
    kafka =
        KafkaScene.start(
            EmbeddedKafkaOptions.of(folder)
                .behind(LISTENER)
                .property("group.min.session.timeout.ms", "1000"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** It waits until the session of the dead one is over. */
  @Test
  void shouldGiveTheNextMemberOnlyWhatADeadOneLeftUnacknowledged() throws Exception {
    EventLog dead = EventLog.keeping();
    EventLog next = EventLog.acknowledging();
    try (CuttingProxy proxy = proxy();
        Broker near = kafka.connect(prefix, SHORT_SESSION);
        Broker far = kafka.connect(proxy.port(), prefix, SHORT_SESSION)) {
      far.subscribe(KafkaScene.durable("alice", "#"), dead);
      KafkaScene.post(near, "shore", "0", "1", "2", "3", "4", "5");
      dead.awaitEvents("0", "1", "2", "3", "4", "5");
      acknowledge(dead, 4);
      acknowledge(dead, 1);
      acknowledge(dead, 2);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> near.subscriptionStatus(ALICE).orElseThrow().waitingMessages() == 3);
      proxy.pause();

      near.subscribe(KafkaScene.durable("alice", "#"), next);

      next.awaitEvents("0", "3", "5");
      assertThat(next.deliveries()).allMatch(Delivery::isRedelivered);
      proxy.resume();
    }
  }

  private static void acknowledge(EventLog log, int index) {
    log.deliveries().get(index).acknowledge();
  }

  private static CuttingProxy proxy() {
    InetSocketAddress listener =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), LISTENER.port());
    return CuttingProxy.to(listener, LISTENER.advertisedPort());
  }
}
