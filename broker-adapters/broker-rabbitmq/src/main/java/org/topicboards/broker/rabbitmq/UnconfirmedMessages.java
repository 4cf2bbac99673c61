package org.topicboards.broker.rabbitmq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * What was sent on the present channel and not yet confirmed, by publish sequence number (which
 * starts at 1 on every channel). Thread-safe; no call blocks, because confirms arrive on the thread
 * that must go on reading.
 */
final class UnconfirmedMessages {

  private static final int FIRST_SEQUENCE = 1;
  private static final int INITIAL_CAPACITY = 1024;

  /** Slot {@code sequence & mask}; null once settled. */
  private @Nullable PendingPublish[] slots = new PendingPublish[INITIAL_CAPACITY];

  private long head = FIRST_SEQUENCE;
  private long next = FIRST_SEQUENCE;

  /** Adds the message that is about to be sent; returns its sequence number. */
  synchronized long add(PendingPublish pending) {
    if (next - head == slots.length) {
      grow();
    }
    slots[slot(next)] = pending;
    return next++;
  }

  /** Takes out one message; null if it was settled before. */
  synchronized @Nullable PendingPublish take(long sequence) {
    return sequence < head || sequence >= next ? null : takeKnown(sequence);
  }

  /** Takes out the oldest message up to {@code sequence}; null when there is none left. */
  synchronized @Nullable PendingPublish takeUpTo(long sequence) {
    skipSettled();
    return head > sequence || head >= next ? null : takeKnown(head);
  }

  /** Takes out everything, in the order sent. A confirm that comes later finds nothing. */
  synchronized List<PendingPublish> drain() {
    List<PendingPublish> drained = new ArrayList<>();
    for (long sequence = head; sequence < next; sequence++) {
      PendingPublish pending = slots[slot(sequence)];
      if (pending != null) {
        drained.add(pending);
      }
    }
    Arrays.fill(slots, null);
    head = next;
    return drained;
  }

  /** Takes out the oldest message if its time is up. */
  synchronized @Nullable PendingPublish takeExpired(long nowNanos) {
    skipSettled();
    if (head >= next) {
      return null;
    }
    PendingPublish oldest = slots[slot(head)];
    return oldest != null && oldest.isExpired(nowNanos) ? takeKnown(head) : null;
  }

  /** Marks the first message with this id on this board, which the broker has returned. */
  synchronized boolean markReturned(BoardName board, String id) {
    for (long sequence = head; sequence < next; sequence++) {
      PendingPublish pending = slots[slot(sequence)];
      if (pending != null && pending.markReturned(board, id)) {
        return true;
      }
    }
    return false;
  }

  synchronized boolean isEmpty() {
    skipSettled();
    return head >= next;
  }

  private @Nullable PendingPublish takeKnown(long sequence) {
    PendingPublish pending = slots[slot(sequence)];
    slots[slot(sequence)] = null;
    if (sequence == head) {
      head++;
    }
    return pending;
  }

  private void skipSettled() {
    while (head < next && slots[slot(head)] == null) {
      head++;
    }
  }

  private int slot(long sequence) {
    return (int) (sequence & (slots.length - 1));
  }

  private void grow() {
    @Nullable PendingPublish[] larger = new PendingPublish[slots.length * 2];
    for (long sequence = head; sequence < next; sequence++) {
      larger[(int) (sequence & (larger.length - 1))] = slots[slot(sequence)];
    }
    slots = larger;
  }
}
