package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** How messages become datagrams, and who can read them. */
class MulticastPublisherTest {

  private static final BoardName BOARD = BoardName.of("news");
  private static final SubscriptionOptions EVERYTHING =
      SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL));

  private final LoopbackGroup group = LoopbackGroup.find();
  private final AtomicInteger datagrams = new AtomicInteger();
  private final List<Message> received = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @Test
  void shouldSendALoneMessageAtOnce() {
    try (Broker broker = connect("");
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      CompletionStage<PublishReceipt> stage = publisher.publish(BOARD, message(10));

      assertThat(stage.toCompletableFuture()).isCompletedWithValue(PublishReceipt.ROUTED);
    }
  }

  @Test
  void shouldPackSmallMessagesTogether() {
    try (Broker broker = connect("&rate=0")) {
      listen(broker);
      try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
        List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          stages.add(publisher.publish(BOARD, message(100)));
        }
        publisher.flush();

        assertThat(stages)
            .allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isCompleted());
      }
      await().untilAsserted(() -> assertThat(received).hasSize(1_000));
      assertThat(datagrams.get()).isLessThan(300);
    }
  }

  @Test
  void shouldAllocateNextToNothingForEachMessage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Message message = message(100);
    int count = 20_000;
    try (Broker broker = connect("&rate=0");
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < count; i++) {
        publisher.publish(BOARD, message);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < count; i++) {
        publisher.publish(BOARD, message);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      // a stage for each datagram, and about eight messages in one
      assertThat(allocated / count).as("bytes for each message").isLessThan(32);
    }
  }

  @Test
  void shouldSendWhatIsLeftAfterAShortWhile() {
    try (Broker broker = connect("");
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      publisher.publish(BOARD, message(10));
      CompletionStage<PublishReceipt> second = publisher.publish(BOARD, message(10));

      assertThat(second.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldTakeAMessageThatIsPostedWhenAnotherIsSent() {
    Message byNumber = Message.from("sender").id("7").body(new byte[100]).build();
    Message filling = message(1_300);
    try (Broker broker = connect("&rate=0")) {
      listen(broker);
      try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
        publisher.publish(BOARD, message(10));
        publisher.publish(BOARD, message(20)).thenRun(() -> publisher.publish(BOARD, byNumber));
        publisher.publish(BOARD, filling); // sends what waits, for want of room
      }

      await().untilAsserted(() -> assertThat(received).hasSize(4));
      assertThat(received).contains(byNumber, filling);
    }
  }

  @Test
  void shouldCarryALargestBodyInFragments() {
    byte[] body = new byte[16 << 20];
    new Random(3).nextBytes(body);
    try (Broker broker = connect("&max-body=16m")) {
      listen(broker);
      try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
        publisher.publish(BOARD, Message.from("sender").body(body).build());
        publisher.publish(BOARD, message(3));
      }

      await().untilAsserted(() -> assertThat(received).hasSize(2));
      assertThat(received.get(0).body()).isEqualTo(body);
    }
  }

  @Test
  void shouldKeepToTheRate() {
    try (Broker broker = connect("&rate=1m");
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      long startNanos = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        publisher.publish(BOARD, message(100_000));
      }
      long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);

      // 500,000 bytes less what may go at once; a slow machine only makes it longer
      assertThat(tookMillis).isGreaterThan(350);
    }
  }

  @Test
  void shouldGiveUpAMessageThatTakesTooLong() {
    PublisherOptions hasty = PublisherOptions.DEFAULTS.within(Duration.ofMillis(200));
    try (Broker broker = connect("&rate=100k");
        Subscription subscription = listen(broker)) {
      try (Publisher publisher = broker.publisher(hasty)) {
        assertThat(publisher.publish(BOARD, message(1_000_000)).toCompletableFuture())
            .failsWithin(Duration.ZERO)
            .withThrowableThat()
            .withCauseInstanceOf(BrokerTimeoutException.class);
        publisher.publish(BOARD, message(1));
      }

      await().untilAsserted(() -> assertThat(received).hasSize(1));
      assertThat(subscription.reception().orElseThrow().total().lost()).isEqualTo(1);
    }
  }

  @Test
  void shouldGiveUpAMessageWhenItsThreadIsInterrupted() {
    try (Broker broker = connect("");
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      Thread.currentThread().interrupt();
      CompletionStage<PublishReceipt> interrupted = publisher.publish(BOARD, message(500_000));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(interrupted.toCompletableFuture())
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(BrokerTimeoutException.class)
          .withMessageContaining("interrupted: message");
      assertThat(publisher.publish(BOARD, message(1)).toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldBeReadByThoseWhoHaveTheKeyOnly() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "correct horse battery staple");
    Path otherKey = Files.writeString(folder.resolve("other"), "incorrect horse battery staple");
    try (Broker strangers = connect("&key-file=" + otherKey);
        Broker anybody = connect("");
        Broker broker = connect("&key-file=" + key);
        Subscription subscription = listen(broker)) {
      post(strangers, "strangers");
      post(anybody, "anybody");
      post(broker, "member");

      await().untilAsserted(() -> assertThat(received).hasSize(1));
      assertThat(received.get(0).source()).isEqualTo("member");
      assertThat(subscription.reception().orElseThrow().total().unauthenticated()).isPositive();
      assertThat(subscription.reception().orElseThrow().total().lost()).isZero();
    }
  }

  @Test
  void shouldBeSetApartByThePrefix() {
    try (Broker others = connect("&prefix=others.");
        Broker broker = connect("&prefix=ours.");
        Subscription subscription = listen(broker)) {
      post(others, "others");
      post(broker, "ours");

      await().untilAsserted(() -> assertThat(received).hasSize(1));
      assertThat(received.get(0).source()).isEqualTo("ours");
      assertThat(subscription.reception().orElseThrow().total().ignored()).isPositive();
      assertThat(subscription.reception().orElseThrow().total().lost()).isZero();
    }
  }

  @Test
  void shouldListenForTheArchiveWhileItIsThere() {
    try (Broker broker = connect("");
        Subscription subscription =
            broker.subscribe(
                SubscriptionOptions.archive(),
                delivery -> {
                  received.add(delivery.message());
                  delivery.acknowledge();
                })) {
      post(broker, "live");

      await().untilAsserted(() -> assertThat(received).hasSize(1));
      assertThat(subscription.reception()).isPresent();
    }
  }

  private Broker connect(String parameters) {
    return MulticastBroker.connect(
        MulticastSettings.of(BrokerUri.parse(group.uri(parameters))),
        ConnectOptions.DEFAULTS,
        Set.copyOf(Brokers.guarantees(BrokerUri.parse(group.uri("")))),
        datagram -> {
          datagrams.incrementAndGet();
          return true;
        });
  }

  private Subscription listen(Broker broker) {
    return broker.subscribe(
        EVERYTHING,
        delivery -> {
          received.add(delivery.message());
          delivery.acknowledge();
        });
  }

  private static void post(Broker broker, String source) {
    try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      publisher.publish(BOARD, Message.from(source).build());
    }
  }

  private static Message message(int bodyBytes) {
    return Message.from("sender").body(new byte[bodyBytes]).build();
  }
}
