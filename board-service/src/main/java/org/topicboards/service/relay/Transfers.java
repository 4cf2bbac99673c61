package org.topicboards.service.relay;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.topicboards.broker.Delivery;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/**
 * What is on its way and what has just arrived, so that a message that a lost connection brings
 * again is not posted again. Thread-safe.
 */
final class Transfers {

  /** More than a broker has unacknowledged of one subscription. */
  private static final int REMEMBERED = 10_000;

  private final Map<MessageIdentity, Transfer> underWay = new HashMap<>();

  /** The hash of the body by identity: another body is another message. */
  private final Map<MessageIdentity, Integer> finished =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageIdentity, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long taken;
  private int unfinished;
  private long progressNanos;

  /**
   * A message was taken.
   *
   * @param outgoing the message as it is to be posted
   * @return its transfer; nothing if it is under way or has arrived, and {@code delivery} is seen
   *     to
   */
  synchronized Optional<Transfer> begin(Delivery delivery, Message outgoing) {
    MessageIdentity identity = MessageIdentity.of(delivery.board(), outgoing);
    Transfer known = underWay.get(identity);
    if (known != null && Arrays.equals(known.outgoing().body(), outgoing.body())) {
      known.joinedBy(delivery);
      return Optional.empty();
    }
    Integer arrivedBody = finished.get(identity);
    if (arrivedBody != null && arrivedBody == Arrays.hashCode(outgoing.body())) {
      delivery.acknowledge();
      return Optional.empty();
    }
    Transfer transfer = new Transfer(taken++, delivery, outgoing);
    underWay.put(identity, transfer);
    if (unfinished++ == 0) {
      progressNanos = System.nanoTime();
    }
    return Optional.of(transfer);
  }

  /** The target has these: no more deliveries join them, and what comes again is passed over. */
  synchronized void finish(Collection<Transfer> arrived) {
    for (Transfer transfer : arrived) {
      remove(transfer);
      finished.put(transfer.identity(), Arrays.hashCode(transfer.outgoing().body()));
    }
  }

  /** This one is given up; should it come again, it is tried again. */
  synchronized void forget(Transfer refused) {
    remove(refused);
  }

  /** How many are under way. */
  synchronized int underWay() {
    return unfinished;
  }

  /** How long ago something arrived or was given up; 0 while nothing is under way. */
  synchronized long nanosWithoutProgress() {
    return unfinished == 0 ? 0 : System.nanoTime() - progressNanos;
  }

  /** Waits until nothing is under way, for so long at most. */
  synchronized void awaitNone(long timeoutMillis) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    for (long leftNanos = deadlineNanos - System.nanoTime();
        unfinished > 0 && leftNanos > 0;
        leftNanos = deadlineNanos - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
    }
  }

  private void remove(Transfer transfer) {
    underWay.remove(transfer.identity(), transfer);
    unfinished--;
    progressNanos = System.nanoTime();
    if (unfinished == 0) {
      notifyAll();
    }
  }
}
