package org.topicboards.broker.rabbitmq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message between {@code publish} and the broker's confirm. */
final class PendingPublish implements Comparable<PendingPublish> {

  private final BoardName board;
  private final Message message;
  private final long deadlineNanos;
  private final PublishWindow window;
  private final CompletableFuture<PublishReceipt> stage = new CompletableFuture<>();
  private volatile boolean returned;
  private long position;

  /**
   * A message that is to be sent.
   *
   * @param window gets its place back when the message is settled
   */
  PendingPublish(BoardName board, Message message, long deadlineNanos, PublishWindow window) {
    this.board = board;
    this.message = message;
    this.deadlineNanos = deadlineNanos;
    this.window = window;
  }

  BoardName board() {
    return board;
  }

  Message message() {
    return message;
  }

  CompletionStage<PublishReceipt> stage() {
    return stage;
  }

  /**
   * Completes the stage, then gives the place in the window back. Once for each message.
   *
   * @param failure why it was not posted, or null if it was
   */
  void settle(@Nullable BrokerException failure) {
    if (failure == null) {
      stage.complete(returned ? PublishReceipt.UNROUTED : PublishReceipt.ROUTED);
    } else {
      stage.completeExceptionally(failure);
    }
    window.release(1, bytes());
  }

  /** Gives it its place in the order of posting, once. */
  void position(long newPosition) {
    position = newPosition;
  }

  @Override
  public int compareTo(PendingPublish other) {
    return Long.compare(position, other.position);
  }

  /** What it takes of the publish window. */
  long bytes() {
    return message.body().length + (long) message.attributeBytes();
  }

  long nanosLeft() {
    return deadlineNanos - System.nanoTime();
  }

  boolean isExpired(long nowNanos) {
    return nowNanos - deadlineNanos > 0;
  }

  /** Notes that no queue took it, if it is the message meant and this was not known yet. */
  boolean markReturned(BoardName returnedBoard, String returnedId) {
    if (returned || !message.id().equals(returnedId) || !board.equals(returnedBoard)) {
      return false;
    }
    returned = true;
    return true;
  }

  boolean isReturned() {
    return returned;
  }
}
