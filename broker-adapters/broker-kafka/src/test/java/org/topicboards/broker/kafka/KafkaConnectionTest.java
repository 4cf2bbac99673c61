package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.ProxiedListener;
import org.topicboards.message.BoardName;

/** Clients without a connection have not always lost it. */
@Timeout(120)
class KafkaConnectionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Longer than a client may be without a connection before anybody is asked. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

  private static final ProxiedListener LISTENER =
      new ProxiedListener(FreePorts.next(), FreePorts.next());

  @TempDir static Path folder;

  private static KafkaScene kafka;

  private final String prefix = UUID.randomUUID() + ".";
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private final ConnectionListener listener =
      new ConnectionListener() {
        @Override
        public void lost(String purpose, BrokerException cause) {
          lost.add(purpose);
        }
      };

  @BeforeAll
  static void start() {
    kafka = KafkaScene.start(EmbeddedKafkaOptions.of(folder).behind(LISTENER));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** As a proxy does with connections on which nothing went for a while. */
  @Test
  void shouldNotTakeAnIdleConnectionThatWasEndedForLost() throws Exception {
    try (CuttingProxy proxy = proxy();
        Broker broker = connect(proxy)) {
      Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
      KafkaScene.settled(publisher.publish(BoardName.of("shore"), KafkaScene.message("before")));

      // Once: a second time could hit the connection by which the adapter looks who is there.
      proxy.cut();

      await().during(LONG_ENOUGH).atMost(PATIENCE).untilAsserted(() -> assertThat(lost).isEmpty());
      assertThat(broker.isConnected()).isTrue();
      KafkaScene.settled(publisher.publish(BoardName.of("shore"), KafkaScene.message("after")));
    }
  }

  @Test
  void shouldTellThatNobodyAnswers() throws Exception {
    try (CuttingProxy proxy = proxy();
        Broker broker = connect(proxy)) {
      broker.publisher(PublisherOptions.DEFAULTS);
      KafkaScene.post(broker, "shore", "before");

      proxy.refuse();
      proxy.cut();

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(lost).contains("publisher"));
      assertThat(broker.isConnected()).isFalse();
      proxy.accept();
      await().atMost(PATIENCE).until(broker::isConnected);
    }
  }

  private Broker connect(CuttingProxy proxy) {
    return Brokers.connect(
        BrokerUri.parse("kafka://127.0.0.1:" + proxy.port() + "?prefix=" + prefix),
        ConnectOptions.DEFAULTS.telling(listener));
  }

  private static CuttingProxy proxy() {
    InetSocketAddress target =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), LISTENER.port());
    return CuttingProxy.to(target, LISTENER.advertisedPort());
  }
}
