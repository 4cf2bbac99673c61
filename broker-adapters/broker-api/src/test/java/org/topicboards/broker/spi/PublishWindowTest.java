package org.topicboards.broker.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishWindowTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

  @Test
  void shouldBoundTheMessages() throws Exception {
    PublishWindow window = new PublishWindow(2, 1_000);

    assertThat(window.acquire(1, 0)).isTrue();
    assertThat(window.acquire(1, 0)).isTrue();
    assertThat(window.acquire(1, 0)).isFalse();
    window.release(1, 1);
    assertThat(window.acquire(1, 0)).isTrue();
  }

  @Test
  void shouldBoundTheBytes() throws Exception {
    PublishWindow window = new PublishWindow(1_000, 100);

    assertThat(window.acquire(60, 0)).isTrue();
    assertThat(window.acquire(41, 0)).isFalse();
    assertThat(window.acquire(40, 0)).isTrue();
    window.release(2, 100);
    assertThat(window.acquire(100, 0)).isTrue();
  }

  @Test
  void shouldLetAMessageLargerThanTheWindowGoAlone() throws Exception {
    PublishWindow window = new PublishWindow(10, 100);

    assertThat(window.acquire(1, 0)).isTrue();
    assertThat(window.acquire(500, 0)).isFalse();
    window.release(1, 1);
    assertThat(window.acquire(500, 0)).isTrue();
    assertThat(window.acquire(0, 0)).isFalse();
    assertThat(window.acquire(1, 0)).isFalse();
    window.release(1, 500);
    assertThat(window.acquire(1, 0)).isTrue();
  }

  @Test
  void shouldGiveUpWhenTheTimeIsOver() throws Exception {
    PublishWindow window = new PublishWindow(1, 100);
    window.acquire(1, 0);

    long start = System.nanoTime();
    assertThat(window.acquire(1, SHORT)).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT);
    assertThat(window.awaitEmpty(SHORT)).isFalse();
  }

  @Test
  void shouldNotKeepThePlaceOfWhoGaveUp() throws Exception {
    PublishWindow window = new PublishWindow(1, 100);
    window.acquire(1, 0);
    window.acquire(1, SHORT);
    window.release(1, 1);

    assertThat(window.awaitEmpty(0)).isTrue();
  }

  @Test
  void shouldWakeEveryWaitingThreadThatFits() throws Exception {
    PublishWindow window = new PublishWindow(10, 100);
    window.acquire(100, 0);
    Waiter first = Waiter.of(() -> window.acquire(40, LONG));
    Waiter second = Waiter.of(() -> window.acquire(60, LONG));

    window.release(1, 100);

    assertThat(first.result()).isTrue();
    assertThat(second.result()).isTrue();
  }

  @Test
  void shouldNotLetSmallMessagesOvertakeALargeOne() throws Exception {
    PublishWindow window = new PublishWindow(10, 100);
    window.acquire(60, 0);
    Waiter large = Waiter.of(() -> window.acquire(80, LONG));
    assertThat(window.acquire(1, 0)).isFalse(); // although it would fit
    Waiter small = Waiter.of(() -> window.acquire(30, LONG));

    window.release(1, 60);

    assertThat(large.result()).isTrue();
    await().pollDelay(50, TimeUnit.MILLISECONDS).until(() -> !small.isDone());
    window.release(1, 80);
    assertThat(small.result()).isTrue();
  }

  @Test
  void shouldLetTheNextGoWhenTheFirstGivesUp() throws Exception {
    PublishWindow window = new PublishWindow(10, 100);
    window.acquire(60, 0);
    Waiter first = Waiter.of(() -> window.acquire(80, TimeUnit.SECONDS.toNanos(1)));
    Waiter second = Waiter.of(() -> window.acquire(30, LONG));

    assertThat(first.result()).isFalse();
    assertThat(second.result()).isTrue();
  }

  @Test
  void shouldWakeWhoWaitsForItToBeEmpty() throws Exception {
    PublishWindow window = new PublishWindow(10, 100);
    window.acquire(10, 0);
    window.acquire(20, 0);
    Waiter waiter = Waiter.of(() -> window.awaitEmpty(LONG));

    window.release(1, 10);
    await().pollDelay(50, TimeUnit.MILLISECONDS).until(() -> !waiter.isDone());
    window.release(1, 20);

    assertThat(waiter.result()).isTrue();
    assertThat(window.awaitEmpty(0)).isTrue();
  }

  @Test
  void shouldStopWaitingWhenInterrupted() throws Exception {
    PublishWindow window = new PublishWindow(1, 1);
    window.acquire(1, 0);
    Waiter acquiring = Waiter.of(() -> window.acquire(1, LONG));
    Waiter emptying = Waiter.of(() -> window.awaitEmpty(LONG));

    acquiring.thread.interrupt();
    emptying.thread.interrupt();

    for (Waiter waiter : List.of(acquiring, emptying)) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiter::result)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void shouldNeverExceedItsBoundsUnderConcurrency() throws Exception {
    int maxMessages = 7;
    long maxBytes = 1_000;
    int publishers = 6;
    int perPublisher = 5_000;
    PublishWindow window = new PublishWindow(maxMessages, maxBytes);
    AtomicInteger messages = new AtomicInteger();
    AtomicLong bytes = new AtomicLong();
    AtomicInteger overruns = new AtomicInteger();
    AtomicInteger oversized = new AtomicInteger();
    BlockingQueue<Long> inFlight = new LinkedBlockingQueue<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int p = 0; p < publishers; p++) {
        Random random = new Random(p);
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < perPublisher; i++) {
                    long size = random.nextInt(100) == 0 ? 1_001 : random.nextInt(400);
                    if (!window.acquire(size, LONG)) {
                      throw new AssertionError("no place in time");
                    }
                    int messagesNow = messages.incrementAndGet();
                    long bytesNow = bytes.addAndGet(size);
                    if (messagesNow > maxMessages || (messagesNow > 1 && bytesNow > maxBytes)) {
                      overruns.incrementAndGet();
                    }
                    if (size > maxBytes) {
                      oversized.incrementAndGet();
                    }
                    inFlight.add(size);
                  }
                  return null;
                }));
      }
      running.add(
          threads.submit(
              () -> {
                for (int settled = 0; settled < publishers * perPublisher; settled++) {
                  long size = inFlight.take();
                  bytes.addAndGet(-size);
                  messages.decrementAndGet();
                  window.release(1, size);
                }
                return null;
              }));
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(overruns).hasValue(0);
    assertThat(oversized.get()).isPositive();
    assertThat(window.awaitEmpty(0)).isTrue();
  }

  /** A thread that is known to wait. */
  private record Waiter(FutureTask<Boolean> task, Thread thread) {

    static Waiter of(Callable<Boolean> call) {
      FutureTask<Boolean> task = new FutureTask<>(call);
      Thread thread = new Thread(task, "waiter");
      thread.setDaemon(true);
      thread.start();
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
      return new Waiter(task, thread);
    }

    boolean isDone() {
      return task.isDone();
    }

    boolean result() throws Exception {
      return task.get();
    }
  }
}
