package org.topicboards.comparison.transport;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Consumes with amqp-client alone on a connection of its own, acknowledging many at once, as the
 * adapter does.
 */
final class BareAmqpReceiver extends DefaultConsumer implements Transport.Receiver {

  private static final int ACKNOWLEDGED_AT_ONCE = Wire.PREFETCH_MESSAGES / 4;

  private final Transport.Arrival arrival;
  private String tag = "";
  private int unacknowledged;
  private long lastTag;

  private BareAmqpReceiver(Channel channel, Transport.Arrival arrival) {
    super(channel);
    this.arrival = arrival;
  }

  static BareAmqpReceiver start(Channel channel, String queue, Transport.Arrival arrival)
      throws IOException {
    BareAmqpReceiver receiver = new BareAmqpReceiver(channel, arrival);
    channel.basicQos(Wire.PREFETCH_MESSAGES);
    // The consumer itself is told on another thread: too late for one that is closed at once.
    receiver.tag = channel.basicConsume(queue, receiver);
    return receiver;
  }

  @Override
  public synchronized void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
      throws IOException {
    Object stamp = properties.getHeaders().get(Wire.STAMP);
    if (stamp != null) {
      arrival.arrived(stamp.toString());
    }
    lastTag = envelope.getDeliveryTag();
    if (++unacknowledged == ACKNOWLEDGED_AT_ONCE) {
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    getChannel().basicAck(lastTag, true);
    unacknowledged = 0;
  }

  @Override
  public void close() {
    try {
      getChannel().basicCancel(tag);
      synchronized (this) {
        if (unacknowledged > 0) {
          acknowledge();
        }
      }
      getChannel().close();
      getChannel().getConnection().close();
    } catch (IOException | AlreadyClosedException | TimeoutException e) {
      // it is gone already
    }
  }
}
