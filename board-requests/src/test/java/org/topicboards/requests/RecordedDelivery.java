package org.topicboards.requests;

import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A delivery that remembers how it was settled. */
final class RecordedDelivery implements Delivery {

  private final BoardName board;
  private final Message message;
  private volatile boolean acknowledged;
  private volatile boolean retried;

  RecordedDelivery(BoardName board, Message message) {
    this.board = board;
    this.message = message;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  boolean isRetried() {
    return retried;
  }

  @Override
  public BoardName board() {
    return board;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public boolean isRedelivered() {
    return false;
  }

  @Override
  public void acknowledge() {
    acknowledged = true;
  }

  @Override
  public void retry(String reason) {
    retried = true;
  }
}
