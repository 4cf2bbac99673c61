package org.topicboards.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.RegisteredSubscription;
import org.topicboards.service.store.SeenSubscription;
import org.topicboards.service.store.Subscriptions;

/** What is removed and what is not, as the days go by, on a real store and a real broker. */
@Timeout(180)
class AbandonedSubscriptionsTest {

  private static final String TEST = "test";
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final List<BoardPattern> NEWS = List.of(BoardPattern.of("news.#"));
  private static final SubscriptionOptions OF_ALICE = SubscriptionOptions.durable(ALICE, NEWS);
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EmbeddedBroker server;
  private MessageStore store;
  private Broker broker;
  private Subscriptions subscriptions;
  private AbandonedSubscriptions abandoned;

  @BeforeEach
  void start() {
    server = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker")));
    store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"));
    broker = Brokers.connect(BrokerUri.parse(server.uri()));
    subscriptions = store.subscriptions();
    abandoned =
        new AbandonedSubscriptions(TEST, broker, store, SubscriptionExpiry.parse("28d"), meters);
    broker.declareSubscription(OF_ALICE);
    see(0);
  }

  @AfterEach
  void stop() {
    broker.close();
    store.close();
    server.close();
  }

  @Test
  void shouldRemoveWhatNobodyCameBackTo() {
    sweep(20);
    assertThat(alice().warned()).isNull();
    sweep(21);
    assertThat(alice().warned()).isEqualTo(day(21));
    sweep(27);
    assertThat(broker.subscriptionStatus(ALICE)).isPresent();
    assertThat(removed()).isZero();

    sweep(28);

    assertThat(broker.subscriptionStatus(ALICE)).isEmpty();
    assertThat(subscriptions.list(TEST)).isEmpty();
    assertThat(removed()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatSomebodyCameBackToAfterTheWarning() {
    sweep(22);
    see(23);
    sweep(28);
    sweep(40);

    assertThat(alice().warned()).isNull();
    assertThat(broker.subscriptionStatus(ALICE)).isPresent();
  }

  @Test
  void shouldWarnFirstWhereNoServiceRanForLong() {
    sweep(300);

    assertThat(broker.subscriptionStatus(ALICE)).isPresent();
    assertThat(alice().warned()).isEqualTo(day(300));
    sweep(307);
    assertThat(broker.subscriptionStatus(ALICE)).isEmpty();
  }

  @Test
  void shouldKeepWhatSomebodyIsAttachedToAndWasNotHeard() {
    sweep(21);
    try (Subscription attached = broker.subscribe(OF_ALICE, Delivery::acknowledge)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> broker.subscriptionStatus(ALICE).orElseThrow().consumers() == 1);

      sweep(28);

      assertThat(attached).isNotNull();
      assertThat(alice().lastSeen()).isEqualTo(day(28));
      assertThat(alice().warned()).isNull();
    }
    assertThat(broker.subscriptionStatus(ALICE)).isPresent();
  }

  @Test
  void shouldForgetWhatTheBrokerDoesNotHaveAnyMore() {
    broker.removeSubscription(ALICE);

    sweep(21);
    sweep(28);

    assertThat(subscriptions.list(TEST)).isEmpty();
  }

  private void see(int day) {
    subscriptions.seen(TEST, List.of(new SeenSubscription(ALICE, NEWS, day(day))));
  }

  private void sweep(int day) {
    abandoned.sweep(day(day));
  }

  private RegisteredSubscription alice() {
    return subscriptions.list(TEST).get(0);
  }

  private double removed() {
    return meters.get("boards.subscriptions.expired").counter().count();
  }

  private static Instant day(int days) {
    return START.plus(Duration.ofDays(days));
  }
}
