package org.topicboards.broker.rabbitmq;

import java.util.concurrent.CompletableFuture;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message between {@code publish} and the broker's confirm. */
final class PendingPublish implements Comparable<PendingPublish> {

  private final BoardName board;
  private final Message message;
  private final long deadlineNanos;
  private final CompletableFuture<PublishReceipt> stage = new CompletableFuture<>();
  private volatile boolean returned;
  private long position;

  PendingPublish(BoardName board, Message message, long deadlineNanos) {
    this.board = board;
    this.message = message;
    this.deadlineNanos = deadlineNanos;
  }

  BoardName board() {
    return board;
  }

  Message message() {
    return message;
  }

  CompletableFuture<PublishReceipt> stage() {
    return stage;
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

  PublishReceipt receipt() {
    return returned ? PublishReceipt.UNROUTED : PublishReceipt.ROUTED;
  }
}
