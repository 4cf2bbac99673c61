package org.topicboards.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardPattern;

/** An embedded broker, and somebody who listens to all that is posted there. */
abstract class PublisherScene {

  static EmbeddedBroker embedded;

  @TempDir Path folder;
  String uri;
  private Broker broker;
  final List<Delivery> received = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(data).onPort(0));
  }

  @AfterAll
  static void stopBroker() {
    embedded.close();
  }

  @BeforeEach
  void listen(TestInfo test) {
    uri = embedded.uri() + "?prefix=" + test.getTestMethod().orElseThrow().getName() + ".";
    broker = Brokers.connect(BrokerUri.parse(uri));
    var unused =
        broker.subscribe(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
            delivery -> {
              received.add(delivery);
              delivery.acknowledge();
            });
  }

  @AfterEach
  void close() {
    broker.close();
  }

  CommandRun.Setting publisher(String input) {
    return CommandRun.in(Map.of("BOARD_BROKER", uri)).reading(input);
  }

  static void succeeded(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  void awaitReceived(int count) {
    await().untilAsserted(() -> assertThat(received).hasSizeGreaterThanOrEqualTo(count));
    assertThat(received).hasSize(count);
  }

  List<String> bodies() {
    return received.stream().map(delivery -> new String(delivery.message().body(), UTF_8)).toList();
  }
}
