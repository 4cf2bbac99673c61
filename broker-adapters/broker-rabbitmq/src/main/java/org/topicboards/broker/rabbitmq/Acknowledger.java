package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the acknowledgements of one channel and sends them in few frames: one that covers every
 * settled tag up to the first unsettled one, and one for each tag settled out of order.
 *
 * <p>They are sent when a quarter of the prefetch has collected, but none waits longer than {@value
 * #LONGEST_WAIT_MILLIS} ms. Thread-safe. Nothing is sent after the channel is gone: the broker
 * delivers again.
 *
 * <p>One that stays unsettled while many others come and go is left behind, so that neither memory
 * nor work grows with what has come since. Until it is settled, each tag has a frame of its own.
 */
final class Acknowledger {

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledger.class);

  private static final int LARGEST_BATCH = 256;
  private static final long LONGEST_WAIT_MILLIS = 10;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);

  /** In prefetches, how far one may be behind before it is left. */
  private static final int FARTHEST_BEHIND = 4;

  private static final byte UNSETTLED = 0;
  private static final byte SETTLED = 1;
  private static final byte SENT = 2;

  private final Channel channel;
  private final int batch;
  private final ByteBudget budget;
  private final ScheduledExecutorService timer;

  private final int mostStates;

  /** State by {@code tag & mask}, from {@code lowest} to below {@code next}. */
  private byte[] states;

  private long lowest = 1;
  private long next = 1;

  /** Unsettled tags below {@code lowest}; no more than the prefetch. */
  private final Set<Long> leftBehind = new HashSet<>();

  /** Of the tags that wait to be sent. */
  private long lowestWaiting = Long.MAX_VALUE;

  private int waiting;
  private long waitingSinceNanos;
  private long settledBytes;
  private boolean flushScheduled;
  private boolean gone;

  /**
   * The acknowledger of a channel that is new.
   *
   * @param budget gets the bytes of what is settled back, all of a batch together: taking and
   *     giving them one by one would have two threads at one counter for each message
   */
  Acknowledger(
      Channel channel, int prefetchMessages, ByteBudget budget, ScheduledExecutorService timer) {
    this.channel = channel;
    this.budget = budget;
    this.timer = timer;
    this.batch = Math.max(1, Math.min(prefetchMessages / 4, LARGEST_BATCH));
    this.states = new byte[Math.max(64, Integer.highestOneBit(prefetchMessages) * 2)];
    this.mostStates = states.length * FARTHEST_BEHIND;
  }

  /** Notes a delivery, before its handler runs. */
  synchronized void delivered(long tag) {
    while (tag - lowest >= states.length) {
      if (states.length < mostStates) {
        grow();
      } else {
        leaveLowestBehind();
      }
    }
    states[slot(tag)] = UNSETTLED;
    next = tag + 1;
  }

  /** Settles one delivery, of a body of so many bytes. */
  synchronized void acknowledge(long tag, int bodyBytes) {
    if (tag < lowest) {
      settleLeftBehind(tag, bodyBytes);
      return;
    }
    states[slot(tag)] = SETTLED;
    lowestWaiting = Math.min(lowestWaiting, tag);
    if (waiting == 0) {
      waitingSinceNanos = System.nanoTime();
    }
    waiting++;
    settledBytes += bodyBytes;
    if (waiting >= batch || budget.isShortOf(settledBytes)) {
      send();
    } else if (!flushScheduled) {
      scheduleFlush(LONGEST_WAIT_NANOS);
    }
  }

  /** Sends whatever has collected. */
  synchronized void flush() {
    if (waiting > 0) {
      send();
    }
  }

  /** The channel is gone, and every tag with it. */
  synchronized void gone() {
    gone = true;
  }

  synchronized boolean isGone() {
    return gone;
  }

  private void scheduleFlush(long delayNanos) {
    try {
      Future<?> unused = timer.schedule(this::scheduledFlush, delayNanos, TimeUnit.NANOSECONDS);
      flushScheduled = true;
    } catch (RejectedExecutionException e) {
      send(); // the connection is being closed
    }
  }

  /** The timer outlives the batch it was set for: it goes on with the one that collects now. */
  private synchronized void scheduledFlush() {
    flushScheduled = false;
    if (waiting == 0) {
      return;
    }
    long leftNanos = LONGEST_WAIT_NANOS - (System.nanoTime() - waitingSinceNanos);
    if (leftNanos > 0) {
      scheduleFlush(leftNanos);
    } else {
      send();
    }
  }

  private void send() {
    budget.release(settledBytes);
    settledBytes = 0;
    if (gone) {
      waiting = 0;
      return;
    }
    try {
      if (leftBehind.isEmpty()) {
        sendPrefix();
      }
      if (waiting > 0) {
        sendOutOfOrder();
      }
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("channel lost while acknowledging; the broker delivers again", e);
    }
    waiting = 0;
    lowestWaiting = Long.MAX_VALUE;
    while (lowest < next && states[slot(lowest)] == SENT) {
      lowest++;
    }
  }

  private void leaveLowestBehind() {
    long left = lowest;
    send();
    if (lowest == left) {
      if (states[slot(left)] == UNSETTLED) {
        leftBehind.add(left);
      }
      lowest++;
    }
  }

  private void settleLeftBehind(long tag, int bodyBytes) {
    budget.release(bodyBytes);
    if (!leftBehind.remove(tag) || gone) {
      return;
    }
    try {
      channel.basicAck(tag, false);
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("channel lost while acknowledging; the broker delivers again", e);
    }
  }

  private void sendPrefix() throws IOException {
    long upTo = 0;
    int covered = 0;
    while (lowest < next && states[slot(lowest)] != UNSETTLED) {
      if (states[slot(lowest)] == SETTLED) {
        // The broker refuses a tag that it has seen acknowledged, so the frame must name this one.
        upTo = lowest;
        covered++;
      }
      lowest++;
    }
    if (covered > 0) {
      channel.basicAck(upTo, covered > 1);
      waiting -= covered;
    }
  }

  private void sendOutOfOrder() throws IOException {
    for (long tag = Math.max(lowest, lowestWaiting); tag < next && waiting > 0; tag++) {
      if (states[slot(tag)] == SETTLED) {
        states[slot(tag)] = SENT;
        waiting--;
        channel.basicAck(tag, false);
      }
    }
  }

  private int slot(long tag) {
    return (int) (tag & (states.length - 1));
  }

  private void grow() {
    byte[] larger = new byte[states.length * 2];
    for (long known = lowest; known < next; known++) {
      larger[(int) (known & (larger.length - 1))] = states[slot(known)];
    }
    states = larger;
  }
}
