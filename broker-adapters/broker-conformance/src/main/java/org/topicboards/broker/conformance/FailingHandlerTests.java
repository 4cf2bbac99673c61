package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeadLetters;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** What a handler cannot do is tried again, holds nothing up, and is given up in the end. */
@Proves({Guarantee.DURABLE_SUBSCRIPTION, Guarantee.REDELIVERY})
abstract class FailingHandlerTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("orders");
  private static final SubscriptionName NAME = SubscriptionName.of("kitchen");
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(40));

  @Test
  void shouldTryAgainAfterAFailureAndCountTheAttempts() {
    Inbox inbox =
        reacting(
            delivery -> {
              if (delivery.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              delivery.acknowledge();
            });
    Subscription subscription = connect().subscribe(options(QUICK), inbox);

    publishAll(publisher(connect()), BOARD, "soup");

    assertThat(inbox.awaitCount(3).deliveries()).hasSize(3);
    assertThat(inbox.bodies()).containsOnly("soup");
    subscription.close();
    assertNothingWaits();
  }

  @Test
  void shouldTellTheAttemptWhileItIsMade() {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    List<Boolean> redelivered = new CopyOnWriteArrayList<>();
    connect()
        .subscribe(
            options(new RetryPolicy(10, Duration.ZERO, Duration.ZERO)),
            delivery -> {
              attempts.add(delivery.attempt());
              redelivered.add(delivery.isRedelivered());
              if (delivery.attempt() < 4) {
                delivery.retry("again, please");
              } else {
                delivery.acknowledge();
              }
            });

    publishAll(publisher(connect()), BOARD, "soup");

    waiting.until(() -> assertThat(attempts).containsExactly(1, 2, 3, 4));
    assertThat(redelivered).containsExactly(false, true, true, true);
  }

  @Test
  void shouldNotHoldUpTheMessagesBehindAFailingOne() {
    Inbox inbox =
        reacting(
            delivery -> {
              if (Numbered.numberOf(delivery) == 0 && delivery.attempt() == 1) {
                throw new IllegalStateException("later");
              }
              delivery.acknowledge();
            });
    RetryPolicy slow = new RetryPolicy(5, Duration.ofSeconds(3), Duration.ofSeconds(3));
    connect().subscribe(options(slow), inbox);

    publishRow(publisher(connect()), "guest", BOARD, 100);

    List<Integer> handled =
        inbox.awaitCount(101).deliveries().stream().map(Numbered::numberOf).toList();
    assertThat(handled.stream().limit(100).toList()).isEqualTo(Numbered.upTo(100));
    assertThat(handled.get(100)).isZero();
  }

  @Test
  @Proves(Guarantee.DEAD_LETTER)
  void shouldGiveUpAfterTheConfiguredAttempts() {
    Broker broker = connect();
    Inbox deadLetters = subscribe(broker, NAME.deadLetterBoard().value());
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    MessageHandler failing =
        delivery -> {
          attempts.add(delivery.attempt());
          throw new IllegalStateException("cannot cook\nthis");
        };
    Subscription subscription = connect().subscribe(options(QUICK), failing);
    Message order = text("soup").toBuilder().header("table", "7").extension("subject", "x").build();
    Instant before = Instant.now();

    publish(publisher(connect()), BOARD, order);

    Message letter = deadLetters.awaitCount(1).messages().get(0);
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(letter.headers())
        .containsEntry("table", "7")
        .containsEntry(DeadLetters.BOARD_HEADER, BOARD.value())
        .containsEntry(DeadLetters.ATTEMPTS_HEADER, "3")
        .containsEntry(DeadLetters.REASON_HEADER, "cannot cook this");
    assertThat(Instant.parse(letter.headers().get(DeadLetters.TIME_HEADER)))
        .isBetween(before, Instant.now());
    assertThat(letter.id()).isEqualTo(order.id());
    assertThat(letter.source()).isEqualTo(order.source());
    assertThat(letter.time()).isEqualTo(order.time());
    assertThat(letter.extensions()).isEqualTo(order.extensions());
    assertThat(letter.body()).isEqualTo(order.body());

    subscription.close();
    assertNothingWaits();
    assertThat(deadLetters.count()).isEqualTo(1);
  }

  @Test
  @Proves(Guarantee.DEAD_LETTER)
  void shouldKeepADeadLetterThatNobodyReadsForTheArchive() {
    Subscription subscription =
        connect()
            .subscribe(
                options(new RetryPolicy(1, Duration.ZERO, Duration.ZERO)),
                delivery -> delivery.retry("no"));
    publishAll(publisher(connect()), BOARD, "soup");

    Inbox archive = acknowledging();
    connect().subscribe(SubscriptionOptions.archive(), archive);

    waiting.until(
        () ->
            assertThat(archive.deliveries())
                .extracting(Delivery::board)
                .containsExactlyInAnyOrder(BOARD, NAME.deadLetterBoard()));
    subscription.close();
    assertNothingWaits();
  }

  @Test
  @Proves(Guarantee.DEAD_LETTER)
  void shouldGiveUpOnlyTheMessagesThatFail() {
    Broker broker = connect();
    Inbox deadLetters = subscribe(broker, "_dead.#");
    Inbox inbox =
        reacting(
            delivery -> {
              if (Numbered.numberOf(delivery) % 10 == 3) {
                throw new IllegalStateException("unlucky");
              }
              delivery.acknowledge();
            });
    connect().subscribe(options(QUICK), inbox);

    publishRow(publisher(broker), "guest", BOARD, 50);

    deadLetters.awaitCount(5);
    inbox.awaitCount(45 + 5 * QUICK.maxAttempts());
    assertThat(deadLetters.bodies()).containsExactlyInAnyOrder("3", "13", "23", "33", "43");
    assertThat(inbox.count()).isEqualTo(45 + 5 * QUICK.maxAttempts());
  }

  @Test
  void shouldTryForEverWhereThatIsConfigured() {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    Inbox deadLetters = subscribe(connect(), "_dead.#");
    RetryPolicy forEver =
        new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(1), Duration.ofMillis(5));
    connect()
        .subscribe(
            options(forEver),
            delivery -> {
              attempts.add(delivery.attempt());
              throw new IllegalStateException("never");
            });

    publishAll(publisher(connect()), BOARD, "soup");

    waiting.until(() -> assertThat(attempts).hasSizeGreaterThan(30));
    assertThat(attempts.stream().limit(30).toList()).isEqualTo(Numbered.upTo(31).subList(1, 31));
    assertThat(deadLetters.count()).isZero();
  }

  @Test
  void shouldHandOverAMisaddressedMessageApart() {
    Inbox inbox = acknowledging();
    Subscription subscription = connect().subscribe(durable(NAME, "#"), inbox);
    Publisher publisher = publisher(connect());

    foreignPeer().post("orders..nowhere", ForeignMessage.of("lost"));
    publishAll(publisher, BOARD, "soup");

    inbox.awaitBody("soup");
    waiting.until(() -> assertThat(inbox.misaddressed()).hasSize(1));
    MisaddressedDelivery misaddressed = inbox.misaddressed().get(0);
    assertThat(misaddressed.address()).isEqualTo("orders..nowhere");
    assertThat(Inbox.text(misaddressed.message())).isEqualTo("lost");
    assertThat(inbox.bodies()).containsExactly("soup");
    subscription.close();
    assertNothingWaits();
  }

  @Test
  @Proves(Guarantee.DEAD_LETTER)
  void shouldGiveUpAMisaddressedMessageLikeAnyOther() {
    Inbox deadLetters = subscribe(connect(), NAME.deadLetterBoard().value());
    MessageHandler failing =
        new MessageHandler() {
          @Override
          public void handle(Delivery delivery) {
            delivery.acknowledge();
          }

          @Override
          public void handleMisaddressed(MisaddressedDelivery delivery) {
            throw new IllegalStateException("whose is this?");
          }
        };
    connect().subscribe(durable(NAME, "#").retrying(QUICK), failing);

    ForeignPeer peer = foreignPeer();
    peer.post("orders..nowhere", ForeignMessage.of("lost"));

    Message letter = deadLetters.awaitCount(1).messages().get(0);
    assertThat(Inbox.text(letter)).isEqualTo("lost");
    assertThat(letter.headers())
        .containsEntry(DeadLetters.BOARD_HEADER, "orders..nowhere")
        .containsEntry(DeadLetters.REASON_HEADER, "whose is this?");
  }

  @Test
  @Proves(Guarantee.DEAD_LETTER)
  void shouldGiveUpForAnEphemeralSubscriptionToo() {
    Inbox deadLetters = subscribe(connect(), "_dead.#");
    connect()
        .subscribe(
            ephemeral(BOARD.value()).retrying(QUICK),
            delivery -> {
              throw new IllegalStateException("no");
            });

    publishAll(publisher(connect()), BOARD, "soup");

    assertThat(deadLetters.awaitCount(1).bodies()).containsExactly("soup");
  }

  private SubscriptionOptions options(RetryPolicy retry) {
    return durable(NAME, BOARD.value()).retrying(retry);
  }

  /** Asserts that all was settled: the next subscriber of the name finds only what comes now. */
  private void assertNothingWaits() {
    Inbox next = acknowledging();
    connect().subscribe(durable(NAME, BOARD.value()), next);
    publishAll(publisher(connect()), BOARD, "marker");
    assertThat(next.awaitBody("marker").bodies()).containsExactly("marker");
    assertThat(next.misaddressed()).isEmpty();
  }
}
