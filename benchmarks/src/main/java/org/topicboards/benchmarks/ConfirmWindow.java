package org.topicboards.benchmarks;

import com.rabbitmq.client.ConfirmListener;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many messages of one channel wait for the broker's confirm: the least that a correct
 * bare publisher needs. One thread publishes; confirms come on amqp-client's.
 */
final class ConfirmWindow implements ConfirmListener {

  private static final long TIMEOUT_SECONDS = 60;

  private final int size;
  private final Semaphore free;

  /** By {@code sequence % length}. Longer than the window: the oldest may be confirmed late. */
  private final boolean[] unconfirmed;

  private long lowest = 1;
  private long next = 1;
  private volatile @Nullable String fault;

  ConfirmWindow(int size) {
    this.size = size;
    this.free = new Semaphore(size);
    this.unconfirmed = new boolean[size * 2];
  }

  /** Waits for a place for the message that is sent next. */
  void enter(long sequence) throws IOException, InterruptedException {
    acquire(1);
    synchronized (this) {
      while (sequence - lowest >= unconfirmed.length) {
        wait();
      }
      unconfirmed[slot(sequence)] = true;
      next = sequence + 1;
    }
  }

  void awaitAllConfirmed() throws IOException, InterruptedException {
    acquire(size);
    free.release(size);
    check();
  }

  @Override
  public void handleAck(long sequence, boolean multiple) {
    free.release(confirm(sequence, multiple));
  }

  @Override
  public void handleNack(long sequence, boolean multiple) {
    fail("refused message " + sequence);
    free.release(confirm(sequence, multiple));
  }

  /** Notes that the run is void. */
  void fail(String reason) {
    fault = reason;
  }

  private synchronized int confirm(long sequence, boolean multiple) {
    int confirmed = 0;
    for (long tag = multiple ? lowest : sequence; tag <= sequence; tag++) {
      if (unconfirmed[slot(tag)]) {
        unconfirmed[slot(tag)] = false;
        confirmed++;
      }
    }
    while (lowest < next && !unconfirmed[slot(lowest)]) {
      lowest++;
    }
    notifyAll();
    return confirmed;
  }

  private void acquire(int places) throws IOException, InterruptedException {
    if (!free.tryAcquire(places, TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the broker confirmed nothing for " + TIMEOUT_SECONDS + " s");
    }
    check();
  }

  private void check() throws IOException {
    String what = fault;
    if (what != null) {
      throw new IOException("the broker " + what);
    }
  }

  private int slot(long sequence) {
    return (int) (sequence % unconfirmed.length);
  }
}
