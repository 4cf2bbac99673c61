package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.conformance.CuttableLink;
import org.topicboards.broker.conformance.ForeignMessage;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.message.BoardName;

/** What the conformance kit stands on, shown with Kafka's own clients alone. */
class KafkaFixtureTest {

  private static final String PREFIX = "fixture.";
  private static final BoardName BOARD = BoardName.of("shore");

  @TempDir static Path folder;

  private static EmbeddedTestedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedTestedKafka.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldLeadThroughTheProxyAndBreakThere() {
    try (CuttableLink link = link();
        KafkaForeignPeer near = new KafkaForeignPeer(kafka.bootstrapServers(), PREFIX);
        KafkaForeignPeer far = new KafkaForeignPeer(link.uri().hosts().get(0).toString(), PREFIX)) {
      near.listen(BOARD);
      far.post(BOARD.value(), ForeignMessage.of("before"));
      awaitBodies(near, "before");
      int connections = link.proxy().acceptedConnections();
      assertThat(connections).isGreaterThan(1); // the bootstrap, and the broker that it names

      link.proxy().cut();
      far.post(BOARD.value(), ForeignMessage.of("after"));

      awaitBodies(near, "before", "after");
      assertThat(link.proxy().acceptedConnections()).isGreaterThan(connections);
    }
  }

  @Test
  void shouldOpenALinkInPlaceOfAClosedOne() {
    List<CuttableLink> links =
        IntStream.range(0, kafka.links().listeners().size()).mapToObj(i -> link()).toList();
    assertThatThrownBy(KafkaFixtureTest::link).isInstanceOf(IllegalStateException.class);

    links.get(1).close();

    try (CuttableLink link = link()) {
      assertThat(link.uri()).isEqualTo(links.get(1).uri());
    }
    links.forEach(CuttableLink::close);
  }

  @Test
  void shouldKeepItsTopicsOverAnOutageAndForgetThemOnDemand() {
    try (KafkaForeignPeer peer = new KafkaForeignPeer(kafka.bootstrapServers(), PREFIX)) {
      peer.post("kept", ForeignMessage.of("kept"));
    }

    kafka.kill();
    kafka.start();
    assertThat(KafkaForeignPeer.topics(kafka.bootstrapServers(), PREFIX)).contains(PREFIX + "kept");

    KafkaForeignPeer.delete(kafka.bootstrapServers(), PREFIX);
    assertThat(KafkaForeignPeer.topics(kafka.bootstrapServers(), PREFIX)).isEmpty();
  }

  private static CuttableLink link() {
    return new KafkaFixture(kafka).link(PREFIX).orElseThrow();
  }

  private static void awaitBodies(ForeignPeer peer, String... bodies) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(peer.received())
                    .extracting(message -> new String(message.body(), UTF_8))
                    .containsExactly(bodies));
  }
}
