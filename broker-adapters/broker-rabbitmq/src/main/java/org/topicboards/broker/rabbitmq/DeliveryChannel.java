package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.message.BoardName;

/**
 * The consumer of one subscription on one channel: turns what arrives into deliveries and runs the
 * dispatcher on them, on amqp-client's thread for this connection.
 */
final class DeliveryChannel extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryChannel.class);

  private final DeliveryDispatcher dispatcher;
  private final Acknowledger acknowledger;
  private final ByteBudget budget;
  private final Runnable cancelled;

  /** Of the last message, since the next is most often of the same; one thread delivers. */
  private @Nullable BoardName lastBoard;

  /**
   * A consumer on an open channel.
   *
   * @param timer of the connection, for acknowledgements that wait for company
   * @param cancelled run when the broker ends the consumer, because its queue is gone
   */
  DeliveryChannel(
      Channel channel,
      int prefetchMessages,
      DeliveryDispatcher dispatcher,
      ByteBudget budget,
      ScheduledExecutorService timer,
      Runnable cancelled) {
    super(channel);
    this.dispatcher = dispatcher;
    this.acknowledger = new Acknowledger(channel, prefetchMessages, budget, timer);
    this.budget = budget;
    this.cancelled = cancelled;
  }

  @Override
  public void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    long tag = envelope.getDeliveryTag();
    String routingKey = envelope.getRoutingKey();
    acknowledger.delivered(tag);
    try {
      dispatcher.dispatch(
          new RabbitMqDelivery(
              this,
              tag,
              routingKey,
              board(routingKey),
              MessageMapping.message(properties, body),
              envelope.isRedeliver()));
    } catch (RuntimeException e) {
      // Left unacknowledged, so that it is not lost; it comes again on the next connection.
      LOG.error("delivery {} from {} cannot be handled", tag, routingKey, e);
    }
  }

  /** The board that a routing key names, or null for a key that is no board's name. */
  private @Nullable BoardName board(String routingKey) {
    BoardName last = lastBoard;
    if (last != null && last.value().equals(routingKey)) {
      return last;
    }
    if (!BoardName.isValid(routingKey)) {
      return null;
    }
    lastBoard = BoardName.of(routingKey);
    return lastBoard;
  }

  @Override
  public void handleCancel(String consumerTag) {
    cancelled.run();
  }

  void acknowledge(long tag, int bodyBytes) {
    acknowledger.acknowledge(tag, bodyBytes);
  }

  /** Sends the acknowledgements given so far. */
  void flush() {
    acknowledger.flush();
  }

  /** The connection is lost, or about to be closed. */
  void gone() {
    acknowledger.gone();
    budget.open();
  }

  boolean isGone() {
    return acknowledger.isGone();
  }
}
