package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One channel in confirm mode, and what was sent on it and is not confirmed yet. It settles what is
 * confirmed or returned; all else it tells its owner.
 *
 * <p>{@link #send} is for one thread at a time. Confirms come on the client's thread for the
 * connection, which never waits for a sender: it must go on reading while a writer waits for the
 * broker.
 */
final class PublishChannel implements ConfirmListener {

  private static final Logger LOG = LoggerFactory.getLogger(PublishChannel.class);

  private final Channel channel;
  private final AmqpNames names;
  private final Owner owner;
  private final UnconfirmedMessages unconfirmed = new UnconfirmedMessages();
  private volatile boolean usable = true;
  private volatile long writingSinceNanos;

  private PublishChannel(Channel channel, AmqpNames names, Owner owner) {
    this.channel = channel;
    this.names = names;
    this.owner = owner;
  }

  /** Opens a channel. The owner is told nothing of its end before {@link #watch}. */
  static PublishChannel open(Connection connection, AmqpNames names, Owner owner)
      throws IOException {
    Channel opened = connection.createChannel();
    if (opened == null) {
      throw new IOException("the broker allows no more channels on this connection");
    }
    opened.confirmSelect();
    PublishChannel publishing = new PublishChannel(opened, names, owner);
    opened.addConfirmListener(publishing);
    opened.addReturnListener(
        (replyCode, replyText, exchange, routingKey, properties, body) ->
            publishing.returned(routingKey, properties.getMessageId()));
    return publishing;
  }

  /** Tells the owner when the channel is closed, at once if it is. */
  void watch() {
    channel.addShutdownListener(cause -> owner.closed(this, cause));
  }

  /** Whether messages may be sent on it. */
  boolean isUsable() {
    return usable;
  }

  /** The channel is lost, or about to be closed: nothing more is sent on it. */
  void stop() {
    usable = false;
  }

  /**
   * Sends one message. If the connection is lost on the way the message stays among the
   * unconfirmed.
   *
   * @return false if the message could not be encoded: it has failed, and the connection must be
   *     made anew, because the client counts the message although the broker does not
   */
  boolean send(PendingPublish pending) {
    BoardName board = pending.board();
    Message message = pending.message();
    long sequence = unconfirmed.add(pending);
    writingSinceNanos = System.nanoTime() | 1;
    try {
      channel.basicPublish(
          names.exchange(board),
          board.value(),
          true,
          MessageMapping.properties(message),
          message.body());
      return true;
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("channel lost while sending {}", message);
      return true;
    } catch (IllegalArgumentException e) {
      stop();
      if (unconfirmed.take(sequence) != null) {
        pending.settle(new PublishFailedException("cannot encode " + message, e));
      }
      return false;
    } finally {
      writingSinceNanos = 0;
    }
  }

  /** Whether a write has waited for so long that the broker does not read any more. */
  boolean isStuck(long nowNanos, long timeoutNanos) {
    long since = writingSinceNanos;
    return since != 0 && nowNanos - since > timeoutNanos;
  }

  /** Whether all that was sent is settled. */
  boolean isEmpty() {
    return unconfirmed.isEmpty();
  }

  /** Takes out what is unconfirmed, in the order sent. A confirm that comes later finds nothing. */
  List<PendingPublish> drain() {
    return unconfirmed.drain();
  }

  /** Takes out the oldest message if its time is up. */
  @Nullable PendingPublish takeExpired(long nowNanos) {
    return unconfirmed.takeExpired(nowNanos);
  }

  /** Closes the channel without waiting. */
  void abort() {
    stop();
    try {
      channel.abort();
    } catch (IOException e) {
      LOG.debug("channel was closed already", e);
    }
  }

  @Override
  public void handleAck(long sequence, boolean multiple) {
    PendingPublish pending = multiple ? unconfirmed.takeUpTo(sequence) : unconfirmed.take(sequence);
    while (pending != null) {
      pending.settle(null);
      pending = multiple ? unconfirmed.takeUpTo(sequence) : null;
    }
    owner.confirmed();
  }

  @Override
  public void handleNack(long sequence, boolean multiple) {
    PendingPublish pending = multiple ? unconfirmed.takeUpTo(sequence) : unconfirmed.take(sequence);
    while (pending != null) {
      if (pending.isReturned()) {
        pending.settle(null);
      } else {
        owner.refused(pending);
      }
      pending = multiple ? unconfirmed.takeUpTo(sequence) : null;
    }
  }

  private void returned(String routingKey, @Nullable String messageId) {
    if (messageId == null || !BoardName.isValid(routingKey)) {
      return;
    }
    BoardName board = BoardName.of(routingKey);
    if (!unconfirmed.markReturned(board, messageId)) {
      owner.returnedAfterRefusal(board, messageId);
    }
  }

  /** Whoever sends on the channel. Called on the client's thread, so that no call may block. */
  interface Owner {

    /** The broker has confirmed something. */
    void confirmed();

    /** The broker has refused a message for now. */
    void refused(PendingPublish pending);

    /** A message that was refused has come back: no queue took it. */
    void returnedAfterRefusal(BoardName board, String messageId);

    /** The channel is closed. */
    void closed(PublishChannel channel, ShutdownSignalException cause);
  }
}
