package org.topicboards.broker.multicast;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Durations;

/**
 * One session of the group, for many threads. Whoever posts writes into the next datagram, and
 * sends it if its time has come; a timer sends what is left, and announces the last message.
 *
 * <p>The rate is kept by making whoever sends wait, which is the back-pressure.
 */
final class MulticastPublisher implements Publisher {

  private static final long ANNOUNCEMENT_MILLIS = 250;

  /** So many announcements follow the last message quickly; then one in so many ticks is made. */
  private static final int QUICK_ANNOUNCEMENTS = 8;

  /** The first and the last word of a session are said so many times, as any may be lost. */
  private static final int REPEATED_ANNOUNCEMENTS = 3;

  private static final long REPEAT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final MulticastGroup group;
  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final ScheduledExecutorService timer;
  private final Consumer<MulticastPublisher> onClosed;
  private final ScheduledFuture<?> announcer;
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final PublishingSession session;
  private long announcedNumber;
  private int announcements;
  private boolean isLingering;
  private boolean closed;

  MulticastPublisher(
      MulticastGroup group,
      PublishingSession session,
      PublisherOptions options,
      PublishBounds bounds,
      ScheduledExecutorService timer,
      Consumer<MulticastPublisher> onClosed) {
    this.group = group;
    this.session = session;
    this.options = options;
    this.bounds = bounds;
    this.timer = timer;
    this.onClosed = onClosed;
    announceRepeatedly(0);
    this.announcer =
        timer.scheduleWithFixedDelay(
            this::tick, ANNOUNCEMENT_MILLIS, ANNOUNCEMENT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    BrokerException fault = bounds.check(board, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(fault);
    }
    if (closing.get()) {
      return CompletableFuture.failedFuture(closedException());
    }
    long timeoutNanos = options.timeout().toNanos();
    try {
      if (!lock.tryLock()) {
        long startNanos = System.nanoTime();
        if (!lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
          return CompletableFuture.failedFuture(
              new BrokerTimeoutException(
                  "message "
                      + message.id()
                      + " found no turn within "
                      + Durations.format(options.timeout())
                      + ": the rate of the group, or the network, is too slow for what is posted"));
        }
        timeoutNanos -= System.nanoTime() - startNanos;
      }
      try {
        return closed
            ? CompletableFuture.failedFuture(closedException())
            : post(board, message, timeoutNanos);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new BrokerTimeoutException("interrupted: message " + message.id() + " was not sent", e));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(group.fault("cannot send to", e));
    } catch (BrokerTimeoutException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<PublishReceipt> post(BoardName board, Message message, long timeoutNanos)
      throws InterruptedException, IOException {
    try {
      return session.post(board, message, timeoutNanos);
    } finally {
      // Also where this thread was interrupted: others' messages may wait in the datagram.
      if (session.hasWaiting() && !isLingering) {
        isLingering = true;
        linger(PublishingSession.LINGER_NANOS);
      }
    }
  }

  private void linger(long nanos) {
    if (!timer.isShutdown()) {
      ScheduledFuture<?> unused = timer.schedule(this::endLinger, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void endLinger() {
    if (!lock.tryLock()) {
      linger(PublishingSession.LINGER_NANOS); // somebody is sending
      return;
    }
    try {
      long leftNanos = session.lingerNanos();
      if (session.hasWaiting() && leftNanos > 0) {
        linger(leftNanos); // what waits now was posted later
        return;
      }
      isLingering = false;
      session.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Tells receivers now and then which message was the last, so that they know of a lost tail. */
  private void tick() {
    if (!lock.tryLock()) {
      return; // somebody is sending: there is no tail yet
    }
    try {
      if (closed || session.hasWaiting()) {
        return;
      }
      if (announcedNumber != session.messageNumber()) {
        announcedNumber = session.messageNumber();
        announcements = 0;
      }
      announcements++;
      if (announcements <= QUICK_ANNOUNCEMENTS || announcements % QUICK_ANNOUNCEMENTS == 0) {
        session.announce();
      }
    } finally {
      lock.unlock();
    }
  }

  private void announceRepeatedly(long pauseNanos) {
    for (int i = 0; i < REPEATED_ANNOUNCEMENTS; i++) {
      if (i > 0 && pauseNanos > 0) {
        LockSupport.parkNanos(this, pauseNanos);
      }
      session.announce();
    }
  }

  @Override
  public void flush() {
    try {
      lock.lockInterruptibly();
      try {
        session.send();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.set(true);
    if (!lockToClose()) {
      return;
    }
    try {
      if (closed) {
        return;
      }
      closed = true;
      announcer.cancel(false);
      session.sendNow();
      announceRepeatedly(REPEAT_PAUSE_NANOS);
    } finally {
      lock.unlock();
    }
    onClosed.accept(this);
  }

  /** Waits for whoever is sending, within the timeout for closing; even if interrupted. */
  private boolean lockToClose() {
    boolean wasInterrupted = false;
    long deadlineNanos = System.nanoTime() + options.closeTimeout().toNanos();
    try {
      while (true) {
        try {
          return lock.tryLock(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static BrokerClosedException closedException() {
    return new BrokerClosedException("the publisher is closed");
  }
}
