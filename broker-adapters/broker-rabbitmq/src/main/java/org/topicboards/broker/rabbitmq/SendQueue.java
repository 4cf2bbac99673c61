package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.message.BoardName;

/**
 * What one publisher has to send: on the present channel, and once more on the next whatever the
 * last one left unconfirmed.
 *
 * <p>Two states. <em>Flowing</em>: the channel is usable, {@code backlog} is empty, a message is
 * sent at once. <em>Recovering</em>: new messages queue up behind the backlog, which is sent in
 * order when there is a channel again; one at a time if the broker closed the last channel because
 * of a message, so that the one at fault is found and fails alone.
 *
 * <p>Locks: {@code sendLock} is held over writes to the socket. Confirms never take it, because the
 * thread that brings them must go on reading while a writer waits for the broker.
 */
final class SendQueue implements PublishChannel.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);

  private static final long NACK_RETRY_MILLIS = 100;
  private static final long LONGEST_LAST_WRITE_MILLIS = 1_000;

  private final SupervisedConnection connection;
  private final AmqpNames names;
  private final PublishFailures failures;
  private final long timeoutNanos;
  private final ReentrantLock sendLock = new ReentrantLock();

  /** What waits to be sent, in the order of posting. */
  private final Queue<PendingPublish> backlog = new PriorityQueue<>();

  /** What the broker has refused for now, on its way to the backlog; confirms take no lock. */
  private final Queue<PendingPublish> refused = new ConcurrentLinkedQueue<>();

  private long nextPosition;

  /** The present channel, or the last one with what it left unconfirmed. */
  private volatile @Nullable PublishChannel channel;

  private volatile boolean oneAtATime;
  private volatile boolean closed;

  /**
   * An empty queue, without a channel yet.
   *
   * @param timeoutNanos how long a write may wait for the broker to read
   */
  SendQueue(
      SupervisedConnection connection,
      AmqpNames names,
      PublishFailures failures,
      long timeoutNanos) {
    this.connection = connection;
    this.names = names;
    this.failures = failures;
    this.timeoutNanos = timeoutNanos;
  }

  /** Sends a message as soon as it can be, behind those before it. Blocks while others write. */
  void add(PendingPublish pending) {
    if (lockToSend(pending)) {
      try {
        post(pending);
      } finally {
        sendLock.unlock();
      }
    }
  }

  /** Takes the lock in the time that the message has left; settles the message if it cannot. */
  private boolean lockToSend(PendingPublish pending) {
    try {
      if (sendLock.tryLock() || sendLock.tryLock(pending.nanosLeft(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      pending.settle(failures.timedOut(pending));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pending.settle(PublishFailures.interrupted(pending.message(), e));
    }
    return false;
  }

  private void post(PendingPublish pending) {
    pending.position(nextPosition++);
    PublishChannel current = channel;
    if (closed) {
      pending.settle(PublishFailures.closed());
    } else if (current != null && current.isUsable() && !oneAtATime && backlog.isEmpty()) {
      send(current, pending);
    } else {
      backlog.add(pending);
    }
  }

  /** Sends no more: what is left fails. Resets the connection if a write on it does not end. */
  void close() {
    closed = true;
    List<PendingPublish> left;
    lockToClose();
    try {
      PublishChannel current = channel;
      if (current != null) {
        current.abort();
      }
      left = takeEverything();
    } finally {
      sendLock.unlock();
    }
    left.forEach(pending -> pending.settle(PublishFailures.closed()));
  }

  private void lockToClose() {
    boolean locked;
    try {
      locked = sendLock.tryLock(LONGEST_LAST_WRITE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      locked = sendLock.tryLock();
    }
    if (!locked) {
      connection.reset(); // which ends the write
      sendLock.lock();
    }
  }

  /**
   * Opens a channel on a new connection and sends what the last one left. Maintenance thread only.
   */
  void connected(Connection newConnection) throws IOException {
    if (closed) {
      return;
    }
    PublishChannel opened = PublishChannel.open(newConnection, names, this);
    sendLock.lock();
    try {
      if (closed) {
        opened.abort(); // closed in the meantime
        return;
      }
      backlog.addAll(takeEverything());
      channel = opened;
      opened.watch();
      sendBacklog();
    } finally {
      sendLock.unlock();
    }
  }

  /** The connection is gone: hold back until the next. */
  void lost() {
    PublishChannel last = channel;
    if (last != null) {
      last.stop();
    }
  }

  /** Sends as much of the backlog as may be in flight. Needs the lock. */
  private void sendBacklog() {
    PublishChannel current = channel;
    if (current == null) {
      return;
    }
    while (current.isUsable() && !backlog.isEmpty() && (!oneAtATime || current.isEmpty())) {
      send(current, backlog.remove());
    }
    if (backlog.isEmpty() && current.isEmpty()) {
      oneAtATime = false;
    }
  }

  /** Needs the lock. What is lost with the channel is sent again on the next one. */
  private void send(PublishChannel current, PendingPublish pending) {
    if (!current.send(pending)) {
      connection.reset();
    }
  }

  @Override
  public void confirmed() {
    if (oneAtATime) {
      runLater(this::sendBacklog, 0);
    }
  }

  /**
   * A refused message is sent again a little later, until it is taken, returned, or out of time.
   */
  @Override
  public void refused(PendingPublish pending) {
    refused.add(pending);
    if (closed && refused.remove(pending)) {
      pending.settle(PublishFailures.closed());
      return;
    }
    runLater(this::takeBackRefused, 0);
    runLater(this::sendBacklog, NACK_RETRY_MILLIS);
  }

  /** Needs the lock. */
  private void takeBackRefused() {
    for (PendingPublish next = refused.poll(); next != null; next = refused.poll()) {
      backlog.add(next);
    }
  }

  /** The embedded broker refuses first and returns afterwards: it waits among the retries. */
  @Override
  public void returnedAfterRefusal(BoardName board, String messageId) {
    runLater(
        () -> {
          takeBackRefused();
          for (Iterator<PendingPublish> waiting = backlog.iterator(); waiting.hasNext(); ) {
            PendingPublish pending = waiting.next();
            if (pending.markReturned(board, messageId)) {
              waiting.remove();
              pending.settle(null);
              return;
            }
          }
        },
        0);
  }

  @Override
  public void closed(PublishChannel gone, ShutdownSignalException cause) {
    if (channel != gone || !gone.isUsable() || closed) {
      return;
    }
    gone.stop();
    if (cause.isHardError()) {
      return; // the connection went with it; its supervisor calls connected() again
    }
    runLater(() -> reopen(gone, cause), 0);
  }

  /** Opens another channel after the broker closed one because of what was sent on it. */
  private void reopen(PublishChannel gone, ShutdownSignalException cause) {
    Connection current = connection.current();
    if (current == null || closed || channel != gone) {
      return;
    }
    if (PublishFailures.isCausedByPublish(cause)) {
      List<PendingPublish> suspects = gone.drain();
      if (suspects.size() == 1) {
        PendingPublish refused = suspects.get(0);
        refused.settle(PublishFailures.refusal(refused, cause));
      } else {
        oneAtATime = true;
        backlog.addAll(suspects);
      }
    }
    try {
      connected(current);
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("cannot reopen the channel, starting over with the connection", e);
      connection.reset();
    }
  }

  /** Fails what is out of time, and cuts off a write that the broker never reads. */
  void sweep() {
    long nowNanos = System.nanoTime();
    PublishChannel current = channel;
    if (current != null) {
      PendingPublish expired = current.takeExpired(nowNanos);
      while (expired != null) {
        expired.settle(failures.timedOut(expired));
        expired = current.takeExpired(nowNanos);
      }
      if (current.isStuck(nowNanos, timeoutNanos)) {
        connection.reset();
      }
    }
    if (sendLock.tryLock()) {
      try {
        takeBackRefused();
        while (!backlog.isEmpty() && backlog.peek().isExpired(nowNanos)) {
          PendingPublish expired = backlog.remove();
          expired.settle(failures.timedOut(expired));
        }
        sendBacklog();
      } finally {
        sendLock.unlock();
      }
    }
  }

  private List<PendingPublish> takeEverything() {
    takeBackRefused();
    PublishChannel last = channel;
    List<PendingPublish> all = new ArrayList<>(last == null ? List.of() : last.drain());
    all.addAll(backlog);
    backlog.clear();
    return all;
  }

  /** Runs a task under the lock on the maintenance thread. */
  private void runLater(Runnable task, long delayMillis) {
    Runnable locked =
        () -> {
          sendLock.lock();
          try {
            task.run();
          } finally {
            sendLock.unlock();
          }
        };
    try {
      Future<?> unused =
          connection.maintenance().schedule(locked, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection is closed");
    }
  }
}
