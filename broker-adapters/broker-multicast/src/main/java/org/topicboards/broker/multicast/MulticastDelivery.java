package org.topicboards.broker.multicast;

import java.util.Optional;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.broker.spi.InboundDelivery;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message that was heard. To acknowledge it tells nobody, but lets the next one come. */
final class MulticastDelivery extends InboundDelivery {

  private final String publisher;
  private final long number;
  private final PublishWindow prefetch;

  MulticastDelivery(
      BoardName board, Message message, String publisher, long number, PublishWindow prefetch) {
    super(board.value(), board, message, false);
    this.publisher = publisher;
    this.number = number;
    this.prefetch = prefetch;
  }

  @Override
  public Optional<PublisherPlace> place() {
    return Optional.of(new PublisherPlace(publisher, number));
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
