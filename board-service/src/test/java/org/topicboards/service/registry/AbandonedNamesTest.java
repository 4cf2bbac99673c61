package org.topicboards.service.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.OfflineQueue;
import org.topicboards.service.store.SeenSubscription;

/** What is removed where the archive keeps what waits, because the transport, UDP, does not. */
class AbandonedNamesTest {

  private static final String FIELD = "field";
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final List<BoardPattern> NEWS = List.of(BoardPattern.of("news.#"));
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private MessageStore store;
  private Broker broker;
  private AbandonedSubscriptions abandoned;

  @BeforeEach
  void start() throws IOException {
    store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"));
    try (DatagramSocket socket = new DatagramSocket()) {
      broker =
          Brokers.connect(
              BrokerUri.parse(
                  "udp://239.255.0.1:" + socket.getLocalPort() + "?interface=127.0.0.1"));
    }
    abandoned =
        new AbandonedSubscriptions(FIELD, broker, store, SubscriptionExpiry.parse("28d"), meters);
    OfflineQueue unused = store.offlineQueues().open(FIELD, ALICE, NEWS);
    see(0);
  }

  @AfterEach
  void stop() {
    broker.close();
    store.close();
  }

  @Test
  void shouldRemoveWhatNobodyCameBackToAfterAWarning() {
    sweep(21);
    assertThat(store.subscriptions().list(FIELD).get(0).warned()).isEqualTo(day(21));
    sweep(27);
    assertThat(store.offlineQueues().find(ALICE)).isPresent();

    sweep(28);

    assertThat(store.offlineQueues().find(ALICE)).isEmpty();
    assertThat(store.subscriptions().list(FIELD)).isEmpty();
    assertThat(meters.get("boards.subscriptions.expired").counter().count()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatSomebodyCameBackToAfterTheWarning() {
    sweep(22);
    see(23);
    sweep(28);
    sweep(40);

    assertThat(store.offlineQueues().find(ALICE)).isPresent();
    assertThat(store.subscriptions().list(FIELD)).hasSize(1);
  }

  private void see(int day) {
    store.subscriptions().seen(FIELD, List.of(new SeenSubscription(ALICE, NEWS, day(day))));
  }

  private void sweep(int day) {
    abandoned.sweep(day(day));
  }

  private static Instant day(int days) {
    return START.plus(Duration.ofDays(days));
  }
}
