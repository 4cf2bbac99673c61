package org.topicboards.broker.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bounds what is delivered and not yet acknowledged, in messages and bytes. One thread takes, any
 * thread gives back.
 */
final class Prefetch {

  private final int maxMessages;
  private final long maxBytes;
  private final AtomicInteger heldMessages = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();
  private volatile boolean takerWaits;

  Prefetch(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes room for one message, waiting for it; a message larger than all of it comes alone.
   *
   * @param givenUp ends the waiting, once {@link #wake} is called
   * @return false if it was given up
   */
  boolean take(int bytes, BooleanSupplier givenUp) throws InterruptedException {
    if (!hasRoom(bytes) && !await(() -> hasRoom(bytes), givenUp)) {
      return false;
    }
    heldMessages.incrementAndGet();
    heldBytes.addAndGet(bytes);
    return true;
  }

  /**
   * Waits for something that may come about whenever room is given back.
   *
   * @param givenUp ends the waiting, once {@link #wake} is called
   * @return false if it was given up
   */
  synchronized boolean await(BooleanSupplier condition, BooleanSupplier givenUp)
      throws InterruptedException {
    takerWaits = true; // before the next look, so that no release is missed
    try {
      while (!condition.getAsBoolean()) {
        if (givenUp.getAsBoolean()) {
          return false;
        }
        wait();
      }
      return true;
    } finally {
      takerWaits = false;
    }
  }

  /** Gives room back. */
  void release(int messages, long bytes) {
    heldBytes.addAndGet(-bytes);
    heldMessages.addAndGet(-messages);
    if (takerWaits) {
      wake();
    }
  }

  /** Has a waiting {@link #take} look again. */
  synchronized void wake() {
    notifyAll();
  }

  private boolean hasRoom(int bytes) {
    int messages = heldMessages.get();
    return messages == 0 || (messages < maxMessages && heldBytes.get() + bytes <= maxBytes);
  }
}
