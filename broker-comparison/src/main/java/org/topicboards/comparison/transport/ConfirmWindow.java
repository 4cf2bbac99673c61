package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one AMQP channel that wait for the broker's confirm: the least that a correct
 * bare publisher needs. One thread publishes; confirms come on amqp-client's.
 */
final class ConfirmWindow {

  private final int size;

  /** By {@code sequence % length}. Longer than the window: the oldest may be confirmed late. */
  private final Transport.@Nullable Settlement[] waiting;

  private long lowest = 1;
  private long next = 1;
  private int unconfirmed;

  ConfirmWindow(int size) {
    this.size = size;
    this.waiting = new Transport.Settlement[size * 2];
  }

  /** Waits for a place for the message that is sent next; false if there was none in time. */
  synchronized boolean enter(long sequence, Transport.Settlement settlement, Duration patience)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (unconfirmed >= size || sequence - lowest >= waiting.length) {
      long millis = millisUntil(deadlineNanos);
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    waiting[slot(sequence)] = settlement;
    next = sequence + 1;
    unconfirmed++;
    return true;
  }

  /** The broker has spoken of this message, or of all up to it. */
  void settle(long sequence, boolean multiple, @Nullable Throwable failure) {
    tell(take(sequence, multiple), failure);
  }

  /** Nothing more will be heard. */
  void failAll(Throwable failure) {
    tell(take(Long.MAX_VALUE, true), failure);
  }

  /** Waits until nothing waits any more. */
  synchronized void awaitEmpty(Duration patience) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (unconfirmed > 0 && millisUntil(deadlineNanos) > 0) {
      wait(Math.max(1, millisUntil(deadlineNanos)));
    }
  }

  private synchronized List<Transport.Settlement> take(long sequence, boolean multiple) {
    List<Transport.Settlement> taken = new ArrayList<>();
    long last = Math.min(sequence, next - 1);
    for (long each = multiple ? lowest : sequence; each <= last; each++) {
      Transport.Settlement settlement = waiting[slot(each)];
      if (settlement != null) {
        waiting[slot(each)] = null;
        taken.add(settlement);
      }
    }
    while (lowest < next && waiting[slot(lowest)] == null) {
      lowest++;
    }
    unconfirmed -= taken.size();
    notifyAll();
    return taken;
  }

  private static void tell(List<Transport.Settlement> settlements, @Nullable Throwable failure) {
    settlements.forEach(settlement -> settlement.settled(failure));
  }

  private static long millisUntil(long deadlineNanos) {
    return (deadlineNanos - System.nanoTime()) / 1_000_000;
  }

  private int slot(long sequence) {
    return (int) (sequence % waiting.length);
  }
}
