package org.topicboards.broker.rabbitmq;

import org.jspecify.annotations.Nullable;
import org.topicboards.broker.spi.InboundDelivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A delivery by its tag on one channel. */
final class RabbitMqDelivery extends InboundDelivery {

  private final DeliveryChannel channel;
  private final long tag;

  RabbitMqDelivery(
      DeliveryChannel channel,
      long tag,
      String routingKey,
      @Nullable BoardName board,
      Message message,
      boolean redelivered) {
    super(routingKey, board, message, redelivered);
    this.channel = channel;
    this.tag = tag;
  }

  @Override
  protected void acknowledgeOnTransport() {
    channel.acknowledge(tag, message().body().length);
  }

  @Override
  protected boolean isStale() {
    return channel.isGone();
  }
}
