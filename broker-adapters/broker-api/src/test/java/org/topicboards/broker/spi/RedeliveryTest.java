package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.RetryPolicy;

/** Failures are tried again, counted, and hold up nothing. */
class RedeliveryTest extends DispatcherFixture {

  @Test
  void shouldTryAgainAndCountTheAttempts() {
    BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
    TestDelivery delivery = new TestDelivery("1");
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            d -> {
              attempts.add(d.attempt());
              assertThat(d.isRedelivered()).isEqualTo(d.attempt() > 1);
              if (d.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              d.acknowledge();
            });

    dispatcher.dispatch(delivery);

    await().until(() -> delivery.acknowledgements() == 1);
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(deadLetters.posted).isEmpty();
  }

  @Test
  void shouldTryAgainWhatTheHandlerAskedToRetryLater() {
    TestDelivery delivery = new TestDelivery("1");
    List<Delivery> handedOver = new CopyOnWriteArrayList<>();
    dispatcher(OPTIONS, handedOver::add).dispatch(delivery);

    handedOver.get(0).retry("the worker failed");

    await().until(() -> handedOver.size() == 2);
    assertThat(handedOver.get(1).attempt()).isEqualTo(2);
    assertThat(delivery.acknowledgements()).isZero();
  }

  @Test
  void shouldNotTakeALateAcknowledgementOfOneAttemptForTheNext() {
    TestDelivery delivery = new TestDelivery("1");
    List<Delivery> attempts = new CopyOnWriteArrayList<>();
    dispatcher(OPTIONS, attempts::add).dispatch(delivery);
    attempts.get(0).retry("too slow");
    await().until(() -> attempts.size() == 2);

    attempts.get(0).acknowledge();
    attempts.get(0).retry("again too slow");

    assertThat(delivery.acknowledgements()).isZero();
    attempts.get(1).acknowledge();
    attempts.get(1).acknowledge();
    assertThat(delivery.acknowledgements()).isEqualTo(1);
    assertThat(attempts).hasSize(2);
  }

  @Test
  void shouldTreatAnErrorOfTheHandlerAsAFailure() {
    TestDelivery delivery = new TestDelivery("1");
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            d -> {
              if (d.attempt() == 1) {
                throw new StackOverflowError();
              }
              d.acknowledge();
            });

    dispatcher.dispatch(delivery);

    await().until(() -> delivery.acknowledgements() == 1);
  }

  @Test
  void shouldNotHoldUpWhatIsBehindAFailure() {
    List<String> handled = new ArrayList<>();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS.retrying(new RetryPolicy(3, NEVER, NEVER)),
            delivery -> {
              handled.add(delivery.message().id());
              if (delivery.message().id().equals("bad")) {
                throw new IllegalStateException("always");
              }
            });

    for (String id : List.of("1", "bad", "2", "3")) {
      dispatcher.dispatch(new TestDelivery(id));
    }

    assertThat(handled).containsExactly("1", "bad", "2", "3");
  }

  @Test
  void shouldNeverGiveUpWhereAttemptsAreUnlimited() {
    AtomicInteger calls = new AtomicInteger();
    alwaysFailing(
            OPTIONS.retrying(
                new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ZERO, Duration.ofMillis(1))),
            calls,
            "always")
        .dispatch(new TestDelivery("1"));

    await().until(() -> calls.get() > 50);
    assertThat(deadLetters.posted).isEmpty();
  }

  @Test
  void shouldGoOnCountingWhenTheTransportDeliversTheMessageAgain() {
    AtomicInteger calls = new AtomicInteger();
    DeliveryDispatcher dispatcher =
        alwaysFailing(OPTIONS.retrying(new RetryPolicy(3, NEVER, NEVER)), calls, "always");

    for (int i = 1; i <= 3; i++) {
      TestDelivery delivery = new TestDelivery("1");
      dispatcher.dispatch(delivery);
      assertThat(delivery.attempt()).isEqualTo(i);
      delivery.loseConnection();
    }
    TestDelivery other = new TestDelivery("2");
    dispatcher.dispatch(other);

    assertThat(other.attempt()).isOne();
  }

  @Test
  void shouldCountAnewOnceAMessageWasAcknowledged() {
    List<Integer> attempts = new ArrayList<>();
    AtomicBoolean failing = new AtomicBoolean(true);
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS.retrying(new RetryPolicy(3, NEVER, NEVER)),
            delivery -> {
              attempts.add(delivery.attempt());
              if (failing.get()) {
                delivery.retry("down");
              } else {
                delivery.acknowledge();
              }
            });

    dispatcher.dispatch(new TestDelivery("1"));
    failing.set(false);
    dispatcher.dispatch(new TestDelivery("1"));
    dispatcher.dispatch(new TestDelivery("1"));

    assertThat(attempts).containsExactly(1, 2, 1);
  }

  @Test
  void shouldDropDeliveriesOfALostConnection() {
    AtomicInteger calls = new AtomicInteger();
    DeliveryDispatcher dispatcher =
        alwaysFailing(
            OPTIONS.retrying(new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(1))),
            calls,
            "always");
    TestDelivery stale = new TestDelivery("1");
    stale.loseConnection();

    dispatcher.dispatch(stale);
    assertThat(calls).hasValue(0);

    TestDelivery lostLater = TestDelivery.lostWhen("2", () -> calls.get() == 2);
    dispatcher.dispatch(lostLater);
    await().until(() -> calls.get() == 2);
    await().during(50, TimeUnit.MILLISECONDS).until(() -> calls.get() == 2);
    assertThat(deadLetters.posted).isEmpty();
  }
}
