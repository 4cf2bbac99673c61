package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DatagramQueueTest {

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DatagramQueue queue = new DatagramQueue(1 << 10);

  @Test
  void shouldTakeNoMoreThanThereIsRoomFor() {
    int taken = 0;
    while (queue.offer(ByteBuffer.allocate(100))) {
      taken++;
    }

    assertThat(taken).isEqualTo(9);
    assertThat(awaitLength()).isEqualTo(100);
    assertThat(queue.offer(ByteBuffer.allocate(100))).isFalse();
    queue.release();
    assertThat(queue.offer(ByteBuffer.allocate(92))).isTrue();
  }

  @Test
  void shouldTellThatNothingCame() {
    assertThat(queue.await(1)).isEqualTo(-1);
  }

  @Test
  void shouldHandOverEverySizeInOrderFromOneThreadToAnother() {
    int count = 100_000;
    CompletableFuture<Void> offering =
        CompletableFuture.runAsync(
            () -> {
              Random sizes = new Random(1);
              for (int i = 0; i < count; i++) {
                ByteBuffer datagram = ByteBuffer.allocate(4 + sizes.nextInt(300));
                datagram.putInt(0, i);
                while (!queue.offer(datagram)) {
                  LockSupport.parkNanos(1_000);
                }
              }
            });

    Random sizes = new Random(1);
    for (int i = 0; i < count; i++) {
      assertThat(awaitLength()).isEqualTo(4 + sizes.nextInt(300));
      assertThat(ByteBuffer.wrap(queue.array()).getInt(queue.offset())).isEqualTo(i);
      queue.release();
    }
    assertThat(offering).succeedsWithin(1, TimeUnit.SECONDS);
  }

  private int awaitLength() {
    long deadlineNanos = System.nanoTime() + WAIT_NANOS;
    int length = -1;
    while (length < 0 && System.nanoTime() - deadlineNanos < 0) {
      length = queue.await(WAIT_NANOS);
    }
    return length;
  }
}
