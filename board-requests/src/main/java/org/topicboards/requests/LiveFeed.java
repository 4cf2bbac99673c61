package org.topicboards.requests;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.MessageHandler;
import org.topicboards.message.MessageIdentity;

/**
 * The live side of a join. Until history has been handed over it holds back what comes, less what
 * history brings meanwhile; then it passes that on, and after that whatever comes.
 *
 * <p>What it holds is bounded by the subscription's prefetch on transports that wait for
 * acknowledgements. On the others it drops what is too much, and says that history must be asked
 * for what was dropped. Thread-safe.
 */
final class LiveFeed implements MessageHandler {

  /** What a transport without acknowledgements may fill. */
  private static final int MOST_HELD_MESSAGES = 20_000;

  private static final long MOST_HELD_BYTES = 32L << 20;

  private final HistoryHandler handler;
  private final RecentIdentities history;
  private final boolean isReliable;
  private final ReentrantLock handlerLock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<MessageIdentity, Delivery> held = new LinkedHashMap<>();
  private long heldBytes;
  private boolean hasHole;
  private boolean isOpen;

  LiveFeed(
      HistoryHandler handler,
      RecentIdentities history,
      boolean isReliable,
      ReentrantLock handlerLock) {
    this.handler = handler;
    this.history = history;
    this.isReliable = isReliable;
    this.handlerLock = handlerLock;
  }

  @Override
  public void handle(Delivery delivery) throws Exception {
    lock.lock();
    try {
      if (!isOpen) {
        if (history.contains(delivery.board(), delivery.message())) {
          delivery.acknowledge();
        } else {
          hold(delivery);
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    pass(delivery);
  }

  @Override
  public void interrupted(Instant since) {
    lock.lock();
    try {
      if (!isOpen) {
        hasHole = true;
        return;
      }
    } finally {
      lock.unlock();
    }
    handlerLock.lock();
    try {
      handler.interrupted(since);
    } finally {
      handlerLock.unlock();
    }
  }

  /** The archive may well have what the broker has not; the handler is told all the same. */
  @Override
  public void gap(Gap gap) {
    handlerLock.lock();
    try {
      handler.gap(gap);
    } finally {
      handlerLock.unlock();
    }
  }

  /** History has brought this message: its live copy, if it is held, is not needed any more. */
  void covered(MessageIdentity identity) {
    lock.lock();
    try {
      Delivery copy = held.remove(identity);
      if (copy != null) {
        heldBytes -= copy.message().body().length;
        copy.acknowledge();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that from here on history is asked for what may be missing of what came so far. */
  void mend() {
    lock.lock();
    try {
      hasHole = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Passes on what was held, then opens.
   *
   * @return false, and not open, if something may be missing that only history has
   */
  boolean open() throws Exception {
    for (Delivery next = take(); next != null; next = take()) {
      try {
        pass(next);
        history.add(next.board(), next.message()); // should history have to be asked again
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        next.retry(String.valueOf(e.getMessage()));
      }
    }
    lock.lock();
    try {
      return isOpen;
    } finally {
      lock.unlock();
    }
  }

  private void hold(Delivery delivery) {
    int bytes = delivery.message().body().length;
    boolean isFull = held.size() >= MOST_HELD_MESSAGES || (heldBytes + bytes > MOST_HELD_BYTES);
    if (!isReliable && (isFull || hasHole)) {
      hasHole = true;
      held.values().forEach(Delivery::acknowledge);
      held.clear();
      heldBytes = 0;
      delivery.acknowledge();
      return;
    }
    Delivery before = held.put(MessageIdentity.of(delivery.board(), delivery.message()), delivery);
    heldBytes += bytes;
    if (before != null) {
      heldBytes -= before.message().body().length; // that one is stale, or posted twice
      before.acknowledge();
    }
  }

  /** The next that is held; null, and open unless there is a hole, if there is none. */
  private @Nullable Delivery take() {
    lock.lock();
    try {
      Iterator<Delivery> all = held.values().iterator();
      if (hasHole || !all.hasNext()) {
        isOpen = !hasHole;
        return null;
      }
      Delivery next = all.next();
      all.remove();
      heldBytes -= next.message().body().length;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void pass(Delivery delivery) throws Exception {
    if (history.contains(delivery.board(), delivery.message())) {
      delivery.acknowledge();
      return;
    }
    handlerLock.lockInterruptibly();
    try {
      handler.handle(delivery);
    } finally {
      handlerLock.unlock();
    }
  }
}
