package org.topicboards.service.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class AnswerLoopTest {

  private static final int STEPS = 10;
  private static final long PATIENCE_SECONDS = 60;

  /** After a longer step the loop does not rest four times as long. */
  private static final long LONGEST_COUNTED_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  @Test
  void shouldTakeAFifthOfTheTimeWhileSomethingIsMoreUrgent() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(STEPS);
    AtomicLong workedNanos = new AtomicLong();
    long startNanos = System.nanoTime();
    try (AnswerLoop loop = new AnswerLoop("test", () -> true)) {
      loop.add(
          () -> {
            if (left.getCount() > 1) {
              long nanos = workFor(Duration.ofMillis(2));
              workedNanos.addAndGet(Math.min(nanos, LONGEST_COUNTED_NANOS));
            }
            left.countDown();
            return left.getCount() > 0;
          });

      assertThat(left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(5 * workedNanos.get());
  }

  @Test
  void shouldDoAStepOfEachInTurn() throws InterruptedException {
    List<String> steps = new CopyOnWriteArrayList<>();
    CountDownLatch added = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(4);
    try (AnswerLoop loop = new AnswerLoop("test", () -> false)) {
      loop.add(
          () -> {
            awaitQuietly(added);
            return false;
          });
      for (String name : List.of("a", "b")) {
        loop.add(
            () -> {
              steps.add(name);
              left.countDown();
              return left.getCount() > 1;
            });
      }
      added.countDown();
      assertThat(left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(steps).startsWith("a", "b", "a", "b");
  }

  private static long workFor(Duration duration) {
    long startNanos = System.nanoTime();
    long nanos = 0;
    while (nanos < duration.toNanos()) {
      LockSupport.parkNanos(duration.toNanos() - nanos);
      nanos = System.nanoTime() - startNanos;
    }
    return nanos;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
