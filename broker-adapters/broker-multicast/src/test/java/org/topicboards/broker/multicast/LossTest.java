package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * Over sockets on the loopback interface: what is sent is received, or counted as lost, exactly.
 */
class LossTest {

  private static final BoardName BOARD = BoardName.of("stress");

  /** {@code -Dmulticast.messages=200000} for the full figure. */
  private static final int MESSAGES = Integer.getInteger("multicast.messages", 20_000);

  private final LoopbackGroup group = LoopbackGroup.find();
  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void shouldLoseNothingAtTheDefaultRate() {
    try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri("")));
        Subscription subscription = subscribe(broker, Delivery::acknowledge)) {
      long sent = post(broker, MESSAGES, 200, 200);

      await().untilAsserted(() -> assertThat(handled.get() + lost(subscription)).isEqualTo(sent));
      assertThat(lost(subscription)).isZero();
    }
  }

  @Test
  void shouldCountLostMessagesExactlyWhereDatagramsAreDroppedAtRandom() {
    Random random = new Random(5);
    assertAccountedFor(datagram -> random.nextInt(100) >= 5, 100, 300);
  }

  @Test
  void shouldCountLostMessagesExactlyWhereFragmentsAreDroppedAtRandom() {
    Random random = new Random(6);
    assertAccountedFor(datagram -> random.nextInt(100) >= 5, 0, 10_000);
  }

  @Test
  void shouldCountALostTail() {
    AtomicInteger datagrams = new AtomicInteger();
    assertAccountedFor(
        datagram ->
            isAnnouncement(datagram.get(Frame.KIND_OFFSET)) || datagrams.incrementAndGet() <= 100,
        100,
        100);
  }

  @Test
  void shouldCountWhatASlowHandlerHasNoTimeFor() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri("&rate=0&max-body=16m")));
        Subscription subscription =
            subscribe(
                broker,
                delivery -> {
                  mayGoOn.await();
                  delivery.acknowledge();
                })) {
      long sent = post(broker, 400, 50_000, 50_000); // more than the queue and the socket hold
      mayGoOn.countDown();

      await().untilAsserted(() -> assertThat(handled.get() + lost(subscription)).isEqualTo(sent));
      assertThat(lost(subscription)).isPositive();
    }
  }

  @Test
  void shouldNotCountWhatWasSentBeforeItJoined() {
    try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri("")));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      publishAndFlush(publisher, 100);
      try (Subscription subscription = subscribe(broker, Delivery::acknowledge)) {
        publishAndFlush(publisher, 10);

        await().untilAsserted(() -> assertThat(handled).hasValue(10));
        assertThat(subscription.reception().map(Reception::total))
            .hasValue(new Reception.Counts(10, 0, 0, 0, 0, 0, 0, 0));
      }
    }
  }

  private void assertAccountedFor(DatagramFilter network, int leastBodyBytes, int mostBodyBytes) {
    BrokerUri uri = BrokerUri.parse(group.uri("&rate=64m"));
    try (Broker broker =
            MulticastBroker.connect(
                MulticastSettings.of(uri), ConnectOptions.DEFAULTS, Set.of(), network);
        Subscription subscription = subscribe(broker, Delivery::acknowledge)) {
      long sent = post(broker, MESSAGES / 4, leastBodyBytes, mostBodyBytes);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(handled.get() + lost(subscription)).isEqualTo(sent));
      assertThat(lost(subscription)).isPositive();
      assertThat(handled.get()).isPositive();
    }
  }

  /** Posts so many messages of bodies between two sizes, and closes the publisher. */
  private static long post(Broker broker, int count, int leastBodyBytes, int mostBodyBytes) {
    Random random = new Random(1);
    try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < count; i++) {
        int bodyBytes = leastBodyBytes + random.nextInt(mostBodyBytes - leastBodyBytes + 1);
        publisher.publish(BOARD, Message.from("sender").body(new byte[bodyBytes]).build());
      }
    }
    return count;
  }

  private static void publishAndFlush(Publisher publisher, int count) {
    for (int i = 0; i < count; i++) {
      publisher.publish(BOARD, Message.from("sender").build());
    }
    publisher.flush();
  }

  private Subscription subscribe(Broker broker, MessageHandler handler) {
    return broker.subscribe(
        SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
        delivery -> {
          handler.handle(delivery);
          handled.incrementAndGet();
        });
  }

  private static boolean isAnnouncement(byte kind) {
    return kind == Frame.KIND_ANNOUNCEMENT;
  }

  private static long lost(Subscription subscription) {
    return subscription.reception().orElseThrow().total().lost();
  }
}
