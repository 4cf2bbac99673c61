package org.topicboards.broker.multicast;

import org.topicboards.broker.spi.InboundDelivery;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message that was heard. To acknowledge it tells nobody, but lets the next one come. */
final class MulticastDelivery extends InboundDelivery {

  private final PublishWindow prefetch;

  MulticastDelivery(BoardName board, Message message, PublishWindow prefetch) {
    super(board.value(), board, message, false);
    this.prefetch = prefetch;
  }

  @Override
  protected void acknowledgeOnTransport() {
    prefetch.release(1, message().body().length);
  }

  @Override
  protected boolean isStale() {
    return false;
  }
}
