package org.topicboards.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

/**
 * Consumes with amqp-client alone from one queue and publishes to another exchange as it is, and
 * acknowledges what has been confirmed. Delivery tags and publishing numbers are the same here.
 */
final class BareRelay extends DefaultConsumer implements ConfirmListener {

  /** As many as a relay has. */
  private static final int PREFETCH_MESSAGES = 2_000;

  private final Channel target;
  private final String exchange;
  private final Consumption consumption;

  private BareRelay(Channel source, Channel target, String exchange, Consumption consumption) {
    super(source);
    this.target = target;
    this.exchange = exchange;
    this.consumption = consumption;
  }

  /** The measured work: relays what {@code load} says, which was posted before. */
  static Speed measure(BenchmarkQueue source, BenchmarkQueue target, Load load) throws Exception {
    source.fill(load);
    Consumption consumption = new Consumption(load);
    try (Connection from = source.connect();
        Connection to = target.connect()) {
      Channel taking = from.createChannel();
      Channel posting = to.createChannel();
      BareRelay relay = new BareRelay(taking, posting, target.exchange(), consumption);
      posting.confirmSelect();
      posting.addConfirmListener(relay);
      taking.basicQos(PREFETCH_MESSAGES);
      taking.basicConsume(source.name(), relay);
      return consumption.speed();
    }
  }

  @Override
  public void handleDelivery(
      String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
      throws IOException {
    target.basicPublish(exchange, envelope.getRoutingKey(), true, properties, body);
    consumption.handled(body);
  }

  @Override
  public void handleAck(long number, boolean multiple) throws IOException {
    getChannel().basicAck(number, multiple);
  }

  @Override
  public void handleNack(long number, boolean multiple) throws IOException {
    throw new IOException("the broker refused message " + number);
  }
}
