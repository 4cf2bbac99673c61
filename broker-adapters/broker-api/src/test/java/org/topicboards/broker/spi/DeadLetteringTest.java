package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.RecordingPublisher.Posted;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.units.Rfc3339;

/** What becomes of a message whose attempts are used up. */
class DeadLetteringTest extends DispatcherFixture {

  @Test
  void shouldPostTheDeadLetterBeforeItAcknowledges() {
    TestDelivery delivery = new TestDelivery("1");
    AtomicInteger calls = new AtomicInteger();
    DeliveryDispatcher dispatcher = alwaysFailing(OPTIONS, calls, "no\n such   table");
    Instant before = Instant.now();

    dispatcher.dispatch(delivery);

    Posted posted = deadLetters.next();
    assertThat(calls).hasValue(3);
    assertThat(posted.board()).isEqualTo(BoardName.of("_dead.alice"));
    assertThat(posted.message().id()).isEqualTo("1");
    assertThat(posted.message().source()).isEqualTo("bob");
    assertThat(posted.message().body()).isEqualTo(delivery.message().body());
    assertThat(posted.message().headers())
        .containsEntry(DeadLetters.BOARD_HEADER, "news")
        .containsEntry(DeadLetters.REASON_HEADER, "no such table")
        .containsEntry(DeadLetters.ATTEMPTS_HEADER, "3")
        .hasEntrySatisfying(
            DeadLetters.TIME_HEADER,
            time -> assertThat(Rfc3339.parse(time).orElseThrow()).isBetween(before, Instant.now()));
    assertThat(delivery.acknowledgements()).as("before the confirm").isZero();

    posted.receipt().complete(PublishReceipt.ROUTED);

    await().until(() -> delivery.acknowledgements() == 1);
  }

  @Test
  void shouldSettleTheDeadLetterInHandBeforeItIsClosed() {
    TestDelivery delivery = new TestDelivery("1");
    DeliveryDispatcher dispatcher = alwaysFailing(OPTIONS, new AtomicInteger(), "no");
    dispatcher.dispatch(delivery);
    Posted posted = deadLetters.next();

    CompletableFuture<Void> close = CompletableFuture.runAsync(dispatcher::close);
    await()
        .during(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !close.isDone());
    posted.receipt().complete(PublishReceipt.ROUTED);

    await().until(close::isDone);
    assertThat(delivery.acknowledgements()).isEqualTo(1);
  }

  @Test
  void shouldPostADeadLetterWhateverTheReason() {
    TestDelivery delivery = new TestDelivery("1");
    alwaysFailing(
            OPTIONS, new AtomicInteger(), "\ud83d" + "x".repeat(498) + "😀" + "y".repeat(9_000))
        .dispatch(delivery);

    Posted posted = deadLetters.next();
    posted.receipt().complete(PublishReceipt.ROUTED);

    assertThat(posted.message().headers().get(DeadLetters.REASON_HEADER))
        .isEqualTo("\uFFFD" + "x".repeat(498) + "…");
    await().until(() -> delivery.acknowledgements() == 1);
  }

  @Test
  void shouldKeepAMessageWhoseDeadLetterNobodyTook() {
    assertKeptUntilPosted(posted -> posted.receipt().complete(PublishReceipt.UNROUTED));
  }

  @Test
  void shouldKeepAMessageWhoseDeadLetterFailed() {
    assertKeptUntilPosted(
        posted -> posted.receipt().completeExceptionally(new BrokerUnavailableException("away")));
  }

  @Test
  void shouldKeepAMessageWhereThereIsNoPublisher() {
    AtomicInteger asked = new AtomicInteger();
    TestDelivery delivery = new TestDelivery("1");
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            d -> d.retry("always"),
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new BrokerUnavailableException("away");
              }
              return deadLetters;
            });

    dispatcher.dispatch(delivery);
    Posted posted = deadLetters.next();
    assertThat(asked).hasValue(3);
    assertThat(delivery.acknowledgements()).isZero();
    posted.receipt().complete(PublishReceipt.ROUTED);

    await().until(() -> delivery.acknowledgements() == 1);
  }

  @Test
  void shouldPutDeadLettersOfEphemeralSubscriptionsOnABoardOfTheirOwn() {
    alwaysFailing(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL))
                .retrying(new RetryPolicy(1, Duration.ZERO, Duration.ZERO)),
            new AtomicInteger(),
            "always")
        .dispatch(new TestDelivery("1"));

    assertThat(deadLetters.next().board()).isEqualTo(BoardName.of("_dead._ephemeral"));
  }

  private void assertKeptUntilPosted(Consumer<Posted> firstOutcome) {
    TestDelivery delivery = new TestDelivery("1");
    AtomicInteger calls = new AtomicInteger();
    alwaysFailing(OPTIONS, calls, "always").dispatch(delivery);

    firstOutcome.accept(deadLetters.next());
    Posted second = deadLetters.next();
    assertThat(delivery.acknowledgements()).isZero();
    second.receipt().complete(PublishReceipt.ROUTED);

    await().until(() -> delivery.acknowledgements() == 1);
    assertThat(calls).as("the handler is not asked again").hasValue(3);
  }
}
