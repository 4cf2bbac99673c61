package org.topicboards.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Map;

/**
 * Consumes with amqp-client alone, acknowledging many at once. It reads the id, source and type as
 * text from the headers that amqp-client has parsed, and leaves the rest of them alone.
 */
final class BareConsumer extends DefaultConsumer {

  static final int PREFETCH_MESSAGES = 500;

  /** What the adapter does too. */
  private static final int ACKNOWLEDGED_AT_ONCE = PREFETCH_MESSAGES / 4;

  private static final int DRAIN_PREFETCH_MESSAGES = 4_000;
  private static final int DRAIN_ACKNOWLEDGED_AT_ONCE = 1_000;

  private final Consumption consumption;
  private final boolean readsHeaders;
  private final int acknowledgedAtOnce;
  private int unacknowledged;

  private BareConsumer(
      Channel channel, Consumption consumption, boolean readsHeaders, int acknowledgedAtOnce) {
    super(channel);
    this.consumption = consumption;
    this.readsHeaders = readsHeaders;
    this.acknowledgedAtOnce = acknowledgedAtOnce;
  }

  /** The measured work: consumes what {@code load} says from the queue, filled before. */
  static Speed measure(BenchmarkQueue queue, Load load) throws Exception {
    return consume(queue, load, true, PREFETCH_MESSAGES, ACKNOWLEDGED_AT_ONCE);
  }

  /** The same with the prefetch and batches of an archive, reading nothing but the bodies. */
  static Speed measureDraining(BenchmarkQueue queue, Load load) throws Exception {
    return consume(queue, load, false, DRAIN_PREFETCH_MESSAGES, DRAIN_ACKNOWLEDGED_AT_ONCE);
  }

  private static Speed consume(
      BenchmarkQueue queue,
      Load load,
      boolean readsHeaders,
      int prefetchMessages,
      int acknowledgedAtOnce)
      throws IOException, InterruptedException {
    queue.fill(load);
    Consumption consumption = new Consumption(load);
    try (Connection connection = queue.connect()) {
      Channel channel = connection.createChannel();
      channel.basicQos(prefetchMessages);
      channel.basicConsume(
          queue.name(), new BareConsumer(channel, consumption, readsHeaders, acknowledgedAtOnce));
      return consumption.speed();
    }
  }

  @Override
  public void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
      throws IOException {
    boolean last = readsHeaders ? read(envelope, properties, body) : consumption.handled(body);
    if (++unacknowledged == acknowledgedAtOnce || last) {
      getChannel().basicAck(envelope.getDeliveryTag(), true);
      unacknowledged = 0;
    }
  }

  private boolean read(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    Map<String, Object> headers = properties.getHeaders();
    return consumption.handled(
        envelope.getRoutingKey(),
        String.valueOf(headers.get("ce-id")),
        String.valueOf(headers.get("ce-source")),
        String.valueOf(headers.get("ce-type")),
        body);
  }
}
