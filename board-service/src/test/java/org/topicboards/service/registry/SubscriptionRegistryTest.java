package org.topicboards.service.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Announcement;
import org.topicboards.requests.AnnouncementCodec;
import org.topicboards.requests.RegistryBoards;
import org.topicboards.requests.SubscriptionAnnouncer;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.RegisteredSubscription;

/** What becomes of announcements, on a real store and over a real broker. */
@Timeout(180)
class SubscriptionRegistryTest {

  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final SubscriptionName BOB = SubscriptionName.of("bob");
  private static final List<BoardPattern> NEWS = List.of(BoardPattern.of("news.#"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private EmbeddedBroker server;
  private MessageStore store;
  private Broker broker;

  @BeforeEach
  void start() {
    server = keep(EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker"))));
    store = keep(MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db")));
    broker = keep(Brokers.connect(BrokerUri.parse(server.uri())));
  }

  @AfterEach
  void stop() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Test
  void shouldKnowWhoAttachesAndWhoIsRemoved() {
    keep(startRegistry());
    Instant before = Instant.now();

    announceAttached(ALICE, NEWS);
    announceAttached(BOB, NEWS);

    await().atMost(PATIENCE).until(() -> registered().size() == 2);
    RegisteredSubscription alice = registered().get(0);
    assertThat(alice.name()).isEqualTo(ALICE);
    assertThat(alice.patterns()).isEqualTo(NEWS);
    assertThat(alice.lastSeen()).isBetween(before, Instant.now());

    try (SubscriptionAnnouncer announcer = new SubscriptionAnnouncer(broker, "test")) {
      announcer.removed(ALICE);
    }
    await().atMost(PATIENCE).until(() -> registered().size() == 1);
    assertThat(registered().get(0).name()).isEqualTo(BOB);
  }

  @Test
  void shouldHearLaterWhatWasAnnouncedBeforeAnyServiceEverRan() {
    announceAttached(ALICE, NEWS);
    assertThat(broker.subscriptionStatus(RegistryBoards.SERVICE).orElseThrow().waitingMessages())
        .isEqualTo(1);

    keep(startRegistry());

    await().atMost(PATIENCE).until(() -> registered().size() == 1);
    assertThat(broker.subscriptionStatus(RegistryBoards.SERVICE).orElseThrow().waitingMessages())
        .isZero();
  }

  @Test
  void shouldWriteDownWhoIsAttachedStill() {
    keep(startRegistry());
    announceAttached(ALICE, NEWS);
    await().atMost(PATIENCE).until(() -> registered().size() == 1);
    Instant attached = registered().get(0).lastSeen();

    post(RegistryBoards.SEEN, AnnouncementCodec.write(new Announcement.Attached(ALICE, NEWS), "t"));

    await().atMost(PATIENCE).until(() -> registered().get(0).lastSeen().isAfter(attached));
    assertThat(registered()).hasSize(1);
  }

  @Test
  void shouldPassOverWhatItDoesNotUnderstand() {
    keep(startRegistry());

    post(RegistryBoards.REGISTRY, Message.from("mallory").body("attached".getBytes(UTF_8)).build());
    announceAttached(ALICE, NEWS);

    await().atMost(PATIENCE).until(() -> registered().size() == 1);
  }

  @Test
  void shouldKeepTheRegistryOverARestart() {
    SubscriptionRegistry registry = startRegistry();
    announceAttached(ALICE, NEWS);
    await().atMost(PATIENCE).until(() -> registered().size() == 1);
    List<RegisteredSubscription> before = registered();
    registry.close();
    registry.close();
    store.close();

    store = keep(MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db")));
    keep(startRegistry());

    assertThat(registered()).isEqualTo(before);
  }

  @Test
  void shouldLetNothingPileUpWhereThereIsToBeNoService() {
    Broker withoutArchive =
        keep(Brokers.connect(BrokerUri.parse(server.uri() + "?archive=off&prefix=lonely.")));
    withoutArchive.declareSubscription(SubscriptionOptions.durable(ALICE, NEWS));

    try (SubscriptionAnnouncer announcer = new SubscriptionAnnouncer(withoutArchive, "test")) {
      announcer.attached(ALICE, NEWS);
    }

    assertThat(withoutArchive.subscriptionStatus(RegistryBoards.SERVICE)).isEmpty();
  }

  private SubscriptionRegistry startRegistry() {
    return SubscriptionRegistry.start(
        "test", broker, store, new SimpleMeterRegistry(), SubscriptionExpiry.NEVER);
  }

  private void announceAttached(SubscriptionName name, List<BoardPattern> patterns) {
    try (SubscriptionAnnouncer announcer = new SubscriptionAnnouncer(broker, "test")) {
      announcer.attached(name, patterns);
    }
  }

  private void post(BoardName board, Message message) {
    broker
        .publisher(PublisherOptions.DEFAULTS)
        .publish(board, message)
        .toCompletableFuture()
        .join();
  }

  private List<RegisteredSubscription> registered() {
    return store.subscriptions().list("test");
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
