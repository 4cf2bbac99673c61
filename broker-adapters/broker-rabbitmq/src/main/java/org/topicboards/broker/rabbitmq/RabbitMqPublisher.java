package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Durations;

/**
 * Publishes with confirms on one channel, and once more on the next channel whatever the last one
 * left unconfirmed.
 *
 * <p>Two states. <em>Flowing</em>: {@code channel} is set, {@code backlog} is empty, a message is
 * sent at once. <em>Recovering</em>: new messages queue up behind the backlog, which is sent in
 * order when the channel is back; one at a time if the broker closed the last channel because of a
 * message, so that the one at fault is found and fails alone.
 *
 * <p>Locks: {@code sendLock} is held over writes to the socket. Confirms never take it, because the
 * thread that brings them must go on reading while a writer waits for the broker.
 */
final class RabbitMqPublisher implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitMqPublisher.class);

  private static final long SWEEP_MILLIS = 250;
  private static final long NACK_RETRY_MILLIS = 100;
  private static final int BASIC_CLASS = 60;
  private static final int PUBLISH_METHOD = 40;

  private final SupervisedConnection connection;
  private final AmqpNames names;
  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final PublishWindow window;
  private final long timeoutNanos;
  private final ScheduledFuture<?> sweeper;

  private final ReentrantLock sendLock = new ReentrantLock();

  /** What waits to be sent, in the order of posting. */
  private final Queue<PendingPublish> backlog = new PriorityQueue<>();

  private long nextPosition;
  private volatile @Nullable Channel channel;

  /** Of the present channel; each has its own, so that a late confirm cannot meet a new number. */
  private volatile UnconfirmedMessages unconfirmed = new UnconfirmedMessages();

  private volatile boolean oneAtATime;
  private volatile long writingSinceNanos;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;

  RabbitMqPublisher(
      SupervisedConnection connection,
      AmqpNames names,
      PublisherOptions options,
      PublishBounds bounds) {
    this.connection = connection;
    this.names = names;
    this.options = options;
    this.bounds = bounds;
    this.window = new PublishWindow(options.windowMessages(), options.windowBytes());
    this.timeoutNanos = options.timeout().toNanos();
    this.sweeper =
        connection
            .timer()
            .scheduleWithFixedDelay(
                this::failExpired, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    PublishFailedException fault = bounds.check(board, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(fault);
    }
    PendingPublish pending = new PendingPublish(board, message, System.nanoTime() + timeoutNanos);
    if (closing.get()) {
      return CompletableFuture.failedFuture(closedException());
    }
    try {
      if (!window.acquire(pending.bytes(), timeoutNanos)) {
        return CompletableFuture.failedFuture(timedOut(pending));
      }
      if (!lockToSend(pending)) {
        return pending.stage();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(interrupted(message, e));
    }
    try {
      pending.position(nextPosition++);
      if (closed) {
        settle(pending, closedException());
      } else if (channel == null || oneAtATime || !backlog.isEmpty()) {
        backlog.add(pending);
      } else {
        send(pending);
      }
    } finally {
      sendLock.unlock();
    }
    return pending.stage();
  }

  /** Takes the lock in the time that the message has left; settles the message if it cannot. */
  private boolean lockToSend(PendingPublish pending) {
    try {
      if (sendLock.tryLock() || sendLock.tryLock(pending.nanosLeft(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      settle(pending, timedOut(pending));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settle(pending, interrupted(pending.message(), e));
    }
    return false;
  }

  @Override
  public void flush() {
    try {
      // Every message is settled by its own timeout at the latest.
      boolean settled = window.awaitEmpty(Long.MAX_VALUE / 2);
      if (!settled) {
        LOG.warn("flush: some messages are still unconfirmed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      flush(); // another thread is closing
      return;
    }
    try {
      if (!window.awaitEmpty(timeoutNanos)) {
        LOG.warn("closing with unconfirmed messages after {}", options.timeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    sweeper.cancel(false);
    List<PendingPublish> left;
    sendLock.lock();
    try {
      Channel current = channel;
      channel = null;
      if (current != null) {
        abort(current);
      }
      left = takeEverything();
    } finally {
      sendLock.unlock();
    }
    left.forEach(pending -> settle(pending, closedException()));
  }

  /**
   * Opens a channel on a new connection and sends what the last one left. Maintenance thread only.
   */
  void connected(Connection newConnection) throws IOException {
    if (closed) {
      return;
    }
    Channel opened = newConnection.createChannel();
    if (opened == null) {
      throw new IOException("the broker allows no more channels on this connection");
    }
    opened.confirmSelect();
    UnconfirmedMessages ofThisChannel = new UnconfirmedMessages();
    opened.addConfirmListener(new Confirms(ofThisChannel));
    opened.addReturnListener(
        (replyCode, replyText, exchange, routingKey, properties, body) ->
            returned(routingKey, properties));
    sendLock.lock();
    try {
      List<PendingPublish> left = takeEverything();
      backlog.addAll(left);
      unconfirmed = ofThisChannel;
      channel = opened;
      // Calls back at once if the channel is closed already.
      opened.addShutdownListener(cause -> channelClosed(opened, cause));
      sendBacklog();
    } finally {
      sendLock.unlock();
    }
  }

  /** The connection is gone: hold back until the next. */
  void lost() {
    channel = null;
  }

  /** Sends as much of the backlog as may be in flight. Needs the lock. */
  private void sendBacklog() {
    while (channel != null && !backlog.isEmpty() && (!oneAtATime || unconfirmed.isEmpty())) {
      send(backlog.remove());
    }
    if (backlog.isEmpty() && unconfirmed.isEmpty()) {
      oneAtATime = false;
    }
  }

  /** Needs the lock, and a channel; if that is lost on the way, the next one sends it again. */
  private void send(PendingPublish pending) {
    Channel current = channel;
    if (current == null) {
      backlog.add(pending);
      return;
    }
    BoardName board = pending.board();
    Message message = pending.message();
    long sequence = unconfirmed.add(pending);
    writingSinceNanos = System.nanoTime() | 1;
    try {
      current.basicPublish(
          names.exchange(board),
          board.value(),
          true,
          MessageMapping.properties(message),
          message.body());
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("channel lost while sending {}", message);
    } catch (IllegalArgumentException e) {
      // amqp-client cannot encode it, but has counted it: the channel's numbers no longer hold.
      if (unconfirmed.take(sequence) != null) {
        settle(pending, new PublishFailedException("cannot encode " + message, e));
      }
      channel = null;
      connection.reset();
    } finally {
      writingSinceNanos = 0;
    }
  }

  private void returned(String routingKey, AMQP.BasicProperties properties) {
    if (!BoardName.isValid(routingKey) || properties.getMessageId() == null) {
      return;
    }
    if (!unconfirmed.markReturned(BoardName.of(routingKey), properties.getMessageId())) {
      // The embedded broker refuses first and returns afterwards: it waits among the retries.
      runLater(
          () -> {
            Iterator<PendingPublish> waiting = backlog.iterator();
            boolean marked = false;
            while (!marked && waiting.hasNext()) {
              PendingPublish pending = waiting.next();
              marked = pending.markReturned(BoardName.of(routingKey), properties.getMessageId());
              if (marked) {
                waiting.remove();
                settle(pending, null);
              }
            }
          },
          0);
    }
  }

  /**
   * A refused message is sent again a little later, until it is taken, returned, or out of time.
   */
  private void refused(PendingPublish pending) {
    runLater(() -> backlog.add(pending), 0);
    runLater(this::sendBacklog, NACK_RETRY_MILLIS);
  }

  private void channelClosed(Channel gone, ShutdownSignalException cause) {
    if (channel != gone || closed) {
      return;
    }
    channel = null;
    if (cause.isHardError()) {
      return; // the connection went with it; its supervisor calls connected() again
    }
    runLater(() -> reopen(cause), 0);
  }

  /** Opens another channel after the broker closed one because of what was sent on it. */
  private void reopen(ShutdownSignalException cause) {
    Connection current = connection.current();
    if (current == null || closed) {
      return;
    }
    if (isCausedByPublish(cause)) {
      List<PendingPublish> suspects = unconfirmed.drain();
      if (suspects.size() == 1) {
        settle(suspects.get(0), refusal(suspects.get(0), cause));
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

  private static boolean isCausedByPublish(ShutdownSignalException cause) {
    return cause.getReason() instanceof AMQP.Channel.Close close
        && close.getClassId() == BASIC_CLASS
        && close.getMethodId() == PUBLISH_METHOD;
  }

  private static BrokerException refusal(PendingPublish pending, ShutdownSignalException cause) {
    String what =
        "the broker refuses message "
            + pending.message().id()
            + " to board "
            + pending.board()
            + ": "
            + ExceptionTranslator.replyText(cause);
    return ExceptionTranslator.replyCode(cause) == AMQP.ACCESS_REFUSED
        ? new AccessRefusedException(what, cause)
        : new PublishFailedException(what, cause);
  }

  private void failExpired() {
    long nowNanos = System.nanoTime();
    for (PendingPublish expired = unconfirmed.takeExpired(nowNanos);
        expired != null;
        expired = unconfirmed.takeExpired(nowNanos)) {
      settle(expired, timedOut(expired));
    }
    long writingSince = writingSinceNanos;
    if (writingSince != 0 && nowNanos - writingSince > timeoutNanos) {
      // A write that the broker never reads cannot be interrupted, only cut off.
      connection.reset();
    }
    if (sendLock.tryLock()) {
      try {
        while (!backlog.isEmpty() && backlog.peek().isExpired(nowNanos)) {
          PendingPublish expired = backlog.remove();
          settle(expired, timedOut(expired));
        }
        sendBacklog();
      } finally {
        sendLock.unlock();
      }
    }
  }

  private BrokerException timedOut(PendingPublish pending) {
    String what =
        "message "
            + pending.message().id()
            + " to board "
            + pending.board()
            + " was not confirmed within "
            + Durations.format(options.timeout())
            + ": ";
    String blocked = connection.blockedReason();
    if (blocked != null) {
      return new BrokerTimeoutException(
          what + "the broker blocks its publishers (" + blocked + "); free its memory or disk");
    }
    return connection.isUp()
        ? new BrokerTimeoutException(what + "the broker is slow, or refuses it for now")
        : new BrokerUnavailableException(what + "the broker is away");
  }

  private static BrokerException interrupted(Message message, InterruptedException cause) {
    return new BrokerTimeoutException("interrupted while waiting to post " + message, cause);
  }

  private static BrokerClosedException closedException() {
    return new BrokerClosedException("the publisher is closed");
  }

  private List<PendingPublish> takeEverything() {
    List<PendingPublish> all = new ArrayList<>(unconfirmed.drain());
    all.addAll(backlog);
    backlog.clear();
    return all;
  }

  /** Runs a task under the lock on the maintenance thread. */
  private void runLater(Runnable task, long delayMillis) {
    try {
      Future<?> unused =
          connection
              .maintenance()
              .schedule(
                  () -> {
                    sendLock.lock();
                    try {
                      task.run();
                    } finally {
                      sendLock.unlock();
                    }
                  },
                  delayMillis,
                  TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection is closed");
    }
  }

  private void settle(PendingPublish pending, @Nullable BrokerException failure) {
    if (failure == null) {
      pending.stage().complete(pending.receipt());
    } else {
      pending.stage().completeExceptionally(failure);
    }
    window.release(1, pending.bytes());
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException e) {
      LOG.debug("channel was closed already", e);
    }
  }

  /** The confirms of one channel. */
  private final class Confirms implements ConfirmListener {
    private final UnconfirmedMessages sent;

    Confirms(UnconfirmedMessages sent) {
      this.sent = sent;
    }

    @Override
    public void handleAck(long sequence, boolean multiple) {
      PendingPublish pending = multiple ? sent.takeUpTo(sequence) : sent.take(sequence);
      while (pending != null) {
        settle(pending, null);
        pending = multiple ? sent.takeUpTo(sequence) : null;
      }
      if (oneAtATime) {
        runLater(RabbitMqPublisher.this::sendBacklog, 0);
      }
    }

    @Override
    public void handleNack(long sequence, boolean multiple) {
      PendingPublish pending = multiple ? sent.takeUpTo(sequence) : sent.take(sequence);
      while (pending != null) {
        if (pending.isReturned()) {
          settle(pending, null);
        } else {
          refused(pending);
        }
        pending = multiple ? sent.takeUpTo(sequence) : null;
      }
    }
  }
}
