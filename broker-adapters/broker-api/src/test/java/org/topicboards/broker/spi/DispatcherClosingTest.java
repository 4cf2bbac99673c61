package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.RetryPolicy;

/** How a dispatcher ends. */
class DispatcherClosingTest extends DispatcherFixture {

  @Test
  void shouldWaitForTheHandlerWhenItCloses() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean returned = new AtomicBoolean();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            delivery -> {
              inHandler.countDown();
              release.await();
              returned.set(true);
            });
    Thread delivering = start(() -> dispatcher.dispatch(new TestDelivery("1")));
    inHandler.await();
    Thread closing = start(dispatcher::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(returned).isFalse();

    release.countDown();
    closing.join();

    assertThat(returned).isTrue();
    delivering.join();
  }

  @Test
  void shouldLetAHandlerInARetryFinishWhenItCloses() throws Exception {
    CountDownLatch inRetry = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<String> outcome = new AtomicReference<>("");
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS,
            delivery -> {
              if (delivery.attempt() == 1) {
                throw new IllegalStateException("not yet");
              }
              inRetry.countDown();
              try {
                release.await();
                outcome.set("finished");
                delivery.acknowledge();
              } catch (InterruptedException e) {
                outcome.set("interrupted");
              }
            });
    TestDelivery delivery = new TestDelivery("1");
    dispatcher.dispatch(delivery);
    inRetry.await();
    Thread closing = start(dispatcher::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);

    release.countDown();
    closing.join();

    assertThat(outcome).hasValue("finished");
    assertThat(delivery.acknowledgements()).isOne();
  }

  @Test
  void shouldCloseFromTheHandlerItself() {
    for (int closingAttempt : new int[] {1, 2}) {
      AtomicBoolean interrupted = new AtomicBoolean();
      CountDownLatch closed = new CountDownLatch(1);
      CompletableFuture<DeliveryDispatcher> self = new CompletableFuture<>();
      self.complete(
          dispatcher(
              OPTIONS,
              delivery -> {
                if (delivery.attempt() < closingAttempt) {
                  throw new IllegalStateException("not yet");
                }
                self.join().close();
                interrupted.set(Thread.currentThread().isInterrupted());
                closed.countDown();
              }));

      self.join().dispatch(new TestDelivery("1"));

      await().until(() -> closed.getCount() == 0);
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void shouldNeitherHandleNorRetryAfterItClosed() {
    AtomicInteger calls = new AtomicInteger();
    Duration delay = Duration.ofMillis(20);
    DeliveryDispatcher dispatcher =
        alwaysFailing(OPTIONS.retrying(new RetryPolicy(5, delay, delay)), calls, "always");
    TestDelivery delivery = new TestDelivery("1");
    dispatcher.dispatch(delivery);

    dispatcher.close();
    dispatcher.close();
    dispatcher.dispatch(new TestDelivery("2"));

    await().during(80, TimeUnit.MILLISECONDS).until(() -> calls.get() <= 2);
    assertThat(delivery.acknowledgements()).isZero();
    assertThat(deadLetters.posted).isEmpty();
  }

  @Test
  void shouldLeaveNoThreadBehind() {
    CompletableFuture<Thread> retrying = new CompletableFuture<>();
    DeliveryDispatcher dispatcher =
        dispatcher(
            OPTIONS.retrying(new RetryPolicy(5, Duration.ofMillis(1), NEVER)),
            delivery -> {
              if (delivery.attempt() == 2) {
                retrying.complete(Thread.currentThread());
              }
              throw new IllegalStateException("always");
            });
    dispatcher.dispatch(new TestDelivery("1"));
    Thread retryThread = retrying.join();

    dispatcher.close();

    await().until(() -> !retryThread.isAlive());
  }

  private static Thread start(Runnable runnable) {
    Thread thread = new Thread(runnable);
    thread.start();
    return thread;
  }
}
