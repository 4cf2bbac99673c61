package org.topicboards.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ArrivalQueueTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopOtherThread() {
    other.shutdownNow();
  }

  @Test
  void shouldGiveAnIdleTakerTheFirstArrivalAtOnce() throws Exception {
    ArrivalQueue queue = queue(100, 1_000, 10, 1_000, LONG);
    AtomicReference<Thread> taker = new AtomicReference<>();
    Future<List<Arrival>> taken =
        other.submit(
            () -> {
              taker.set(Thread.currentThread());
              return take(queue);
            });
    await().until(() -> taker.get() != null && taker.get().getState() == Thread.State.WAITING);

    queue.put(arrival(1));

    assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void shouldLetABatchFillForABusyTaker() throws Exception {
    ArrivalQueue queue = queue(100, 1_000, 3, 1_000, LONG);
    queue.put(arrival(1));
    Future<List<Arrival>> taken = other.submit(() -> take(queue));

    queue.put(arrival(1));
    queue.put(arrival(1));

    assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(3);
  }

  @Test
  void shouldNotLetABusyTakerWaitLong() throws Exception {
    ArrivalQueue queue = queue(100, 1_000, 3, 1_000, Duration.ofMillis(5));
    queue.put(arrival(1));

    assertThat(take(queue)).hasSize(1);
  }

  @Test
  void shouldBoundABatchInMessagesAndBytes() throws Exception {
    ArrivalQueue queue = queue(100, 100_000, 3, 1_000, Duration.ZERO);
    for (int bodyBytes : List.of(1, 1, 1, 1, 900, 900, 5_000, 1)) {
      queue.put(arrival(bodyBytes));
    }

    assertThat(take(queue)).hasSize(3);
    assertThat(take(queue)).hasSize(2);
    assertThat(take(queue)).hasSize(1);
    assertThat(take(queue)).as("larger than a batch, so alone").hasSize(1);
    assertThat(take(queue)).hasSize(1);
    assertThat(queue.size()).isZero();
  }

  @Test
  void shouldHoldBackTheBrokerWhileFull() throws Exception {
    ArrivalQueue byCount = queue(2, 100_000, 1, 100_000, Duration.ZERO);
    byCount.put(arrival(1));
    byCount.put(arrival(1));
    assertPutWaitsForSpace(byCount);

    ArrivalQueue byBytes = queue(100, 1_000, 1, 100_000, Duration.ZERO);
    byBytes.put(arrival(2_000));
    assertPutWaitsForSpace(byBytes);
  }

  @Test
  void shouldLetEveryoneGoWhenClosed() throws Exception {
    ArrivalQueue full = queue(1, 1_000, 10, 1_000, LONG);
    full.put(arrival(1));
    Future<?> put = other.submit(() -> putInterruptibly(full));
    assertThat(put.isDone()).isFalse();

    full.close();

    put.get(10, TimeUnit.SECONDS);
    List<Arrival> taken = new ArrayList<>();
    assertThat(full.take(taken)).isFalse();
    assertThat(taken).isEmpty();
  }

  private void assertPutWaitsForSpace(ArrivalQueue queue) throws Exception {
    int waiting = queue.size();
    Future<?> put = other.submit(() -> putInterruptibly(queue));
    await().during(Duration.ofMillis(100)).until(() -> !put.isDone() && queue.size() == waiting);

    take(queue);

    put.get(10, TimeUnit.SECONDS);
    assertThat(queue.size()).isEqualTo(waiting);
  }

  private static ArrivalQueue queue(
      int messages, long bytes, int batchMessages, long batchBytes, Duration linger) {
    return new ArrivalQueue(
        new ArrivalQueue.Bounds(messages, bytes),
        new ArrivalQueue.Bounds(batchMessages, batchBytes),
        linger);
  }

  private static Arrival arrival(int bodyBytes) {
    return new Arrival.Posted(RecordedDelivery.of("news", "id", bodyBytes));
  }

  private static @Nullable Void putInterruptibly(ArrivalQueue queue) throws InterruptedException {
    queue.put(arrival(1));
    return null;
  }

  private static List<Arrival> take(ArrivalQueue queue) throws InterruptedException {
    List<Arrival> taken = new ArrayList<>();
    assertThat(queue.take(taken)).isTrue();
    return taken;
  }
}
