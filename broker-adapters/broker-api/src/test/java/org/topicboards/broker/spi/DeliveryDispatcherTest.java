package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.RetryPolicy;

/** One handler, one call at a time. */
class DeliveryDispatcherTest extends DispatcherFixture {

  @Test
  void shouldHandDeliveriesToTheHandlerInOrder() {
    List<String> handled = new ArrayList<>();
    DeliveryDispatcher dispatcher =
        dispatcher(OPTIONS, delivery -> handled.add(delivery.message().id()));

    dispatcher.dispatch(new TestDelivery("1"));
    dispatcher.dispatch(new TestDelivery("2"));

    assertThat(handled).containsExactly("1", "2");
  }

  @Test
  void shouldNotAcknowledgeOnItsOwn() {
    TestDelivery delivery = new TestDelivery("1");
    dispatcher(OPTIONS, ignored -> {}).dispatch(delivery);

    assertThat(delivery.acknowledgements()).isZero();
    delivery.acknowledge();
    assertThat(delivery.acknowledgements()).isOne();
  }

  @Test
  void shouldAcknowledgeOnceFromWhateverThreads() throws Exception {
    TestDelivery delivery = new TestDelivery("1");
    dispatcher(OPTIONS, ignored -> {}).dispatch(delivery);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(delivery::acknowledge));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    delivery.retry("too late");

    assertThat(delivery.acknowledgements()).isOne();
    assertThat(delivery.attempt()).isOne();
  }

  @Test
  void shouldRunOneHandlerAtATimeThroughRetriesToo() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger handled = new AtomicInteger();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            delivery -> {
              if (running.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              Thread.onSpinWait();
              running.decrementAndGet();
              if (delivery.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              delivery.acknowledge();
              handled.incrementAndGet();
            });

    for (int i = 0; i < 500; i++) {
      dispatcher.dispatch(new TestDelivery("m" + i));
    }

    await().until(() -> handled.get() == 500);
    assertThat(overlaps).hasValue(0);
  }

  @Test
  void shouldWaitBeforeItTriesAgain() {
    Duration delay = Duration.ofMillis(150);
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS.retrying(new RetryPolicy(2, delay, delay)),
            delivery -> {
              times.add(System.nanoTime());
              throw new IllegalStateException("always");
            });

    dispatcher.dispatch(new TestDelivery("1"));

    await().until(() -> times.size() == 2);
    List<Long> both = List.copyOf(times);
    assertThat(both.get(1) - both.get(0)).isGreaterThanOrEqualTo(delay.toNanos());
  }

  @Test
  void shouldHandMisaddressedMessagesToTheirOwnMethod() {
    List<String> addresses = new ArrayList<>();
    TestDelivery delivery = TestDelivery.misaddressed("no board name");
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            new MessageHandler() {
              @Override
              public void handle(Delivery ignored) {
                throw new AssertionError("has no board");
              }

              @Override
              public void handleMisaddressed(MisaddressedDelivery misaddressed) {
                addresses.add(misaddressed.address());
              }
            });

    dispatcher.dispatch(delivery);

    assertThat(addresses).containsExactly("no board name");
    assertThat(delivery.acknowledgements()).isZero();
    assertThatIllegalStateException().isThrownBy(delivery::board);
  }

  @Test
  void shouldAcknowledgeMisaddressedMessagesByDefault() {
    TestDelivery delivery = TestDelivery.misaddressed("no board name");

    dispatcher(OPTIONS, ignored -> {}).dispatch(delivery);

    assertThat(delivery.acknowledgements()).isOne();
  }

  @Test
  void shouldTellTheHandlerOfAnInterruptionAndSurviveItsFailure() {
    List<Instant> interruptions = new ArrayList<>();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            new MessageHandler() {
              @Override
              public void handle(Delivery ignored) {}

              @Override
              public void interrupted(Instant since) {
                interruptions.add(since);
                throw new IllegalStateException("oh");
              }
            });

    dispatcher.interrupted(Instant.EPOCH);
    dispatcher.close();
    dispatcher.interrupted(Instant.MAX);

    assertThat(interruptions).containsExactly(Instant.EPOCH);
  }
}
