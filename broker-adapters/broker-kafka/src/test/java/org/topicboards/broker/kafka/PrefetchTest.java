package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefetchTest {

  @Test
  void shouldBoundMessages() throws Exception {
    Prefetch prefetch = new Prefetch(2, 1_000);

    assertThat(prefetch.take(1, () -> true)).isTrue();
    assertThat(prefetch.take(1, () -> true)).isTrue();
    assertThat(prefetch.take(1, () -> true)).isFalse();

    prefetch.release(1, 1);
    assertThat(prefetch.take(1, () -> true)).isTrue();
  }

  @Test
  void shouldBoundBytes() throws Exception {
    Prefetch prefetch = new Prefetch(100, 1_000);

    assertThat(prefetch.take(600, () -> true)).isTrue();
    assertThat(prefetch.take(401, () -> true)).isFalse();
    assertThat(prefetch.take(400, () -> true)).isTrue();
  }

  @Test
  void shouldTakeAMessageThatIsLargerThanAllOfItAlone() throws Exception {
    Prefetch prefetch = new Prefetch(100, 1_000);

    assertThat(prefetch.take(5_000, () -> true)).isTrue();
    assertThat(prefetch.take(1, () -> true)).isFalse();

    prefetch.release(1, 5_000);
    assertThat(prefetch.take(1, () -> true)).isTrue();
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    Prefetch prefetch = new Prefetch(1, 1_000);
    assertThat(prefetch.take(1, () -> false)).isTrue();
    Taker taker = new Taker(prefetch, () -> false);

    prefetch.release(1, 1);

    assertThat(taker.taken.join()).isTrue();
  }

  @Test
  void shouldStopWaitingOnceGivenUp() {
    Prefetch prefetch = new Prefetch(1, 1_000);
    AtomicBoolean givenUp = new AtomicBoolean();
    new Taker(prefetch, () -> false).taken.join();
    Taker taker = new Taker(prefetch, givenUp::get);
    await().until(() -> taker.thread.getState() == Thread.State.WAITING);

    givenUp.set(true);
    prefetch.wake();

    assertThat(taker.taken.join()).isFalse();
  }

  /** Takes by one thread while another gives back at once: no release is missed. */
  @Test
  void shouldNotMissARelease() throws Exception {
    Prefetch prefetch = new Prefetch(1, 1_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(prefetch.take(1, () -> false)).isTrue();
      CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> prefetch.release(1, 1));
    }
  }

  /** Takes on a thread of its own. */
  private static final class Taker {
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
    private final Thread thread;

    Taker(Prefetch prefetch, BooleanSupplier givenUp) {
      thread = new Thread(() -> take(prefetch, givenUp), "taker");
      thread.setDaemon(true);
      thread.start();
    }

    private void take(Prefetch prefetch, BooleanSupplier givenUp) {
      try {
        taken.complete(prefetch.take(1, givenUp));
      } catch (InterruptedException e) {
        taken.completeExceptionally(e);
      }
    }
  }
}
