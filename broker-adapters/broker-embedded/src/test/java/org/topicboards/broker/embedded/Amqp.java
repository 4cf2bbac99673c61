package org.topicboards.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A bare client of the broker under test, with one durable queue. */
final class Amqp implements AutoCloseable {

  private static final String QUEUE = "inbox";
  private static final int CONFIRM_TIMEOUT_MILLIS = 30_000;

  private final Connection connection;
  private final Channel channel;

  private Amqp(Connection connection) throws Exception {
    this.connection = connection;
    this.channel = connection.createChannel();
    channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "classic"));
    channel.confirmSelect();
  }

  static Amqp connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    return new Amqp(factory.newConnection());
  }

  /** Publishes persistent messages {@code 0} to {@code count - 1} and waits for every confirm. */
  void publish(int count) throws Exception {
    AMQP.BasicProperties persistent = MessageProperties.PERSISTENT_TEXT_PLAIN;
    for (int number = 0; number < count; number++) {
      channel.basicPublish("", QUEUE, persistent, Integer.toString(number).getBytes(UTF_8));
    }
    channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
  }

  /** Publishes one persistent message and waits for its confirm. */
  void publish(Map<String, Object> headers, byte[] body) throws Exception {
    AMQP.BasicProperties properties =
        MessageProperties.PERSISTENT_BASIC.builder().headers(headers).build();
    channel.basicPublish("", QUEUE, properties, body);
    channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
  }

  /** Takes all that waits, acknowledged. */
  List<String> drain() throws Exception {
    List<String> bodies = new ArrayList<>();
    for (GetResponse got = get(); got != null; got = get()) {
      bodies.add(new String(got.getBody(), UTF_8));
      channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    }
    return bodies;
  }

  /** Takes one message, if one waits, and leaves it unacknowledged. */
  boolean take() throws Exception {
    return get() != null;
  }

  /** The bodies that {@link #publish} posts. */
  static List<String> bodies(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Override
  public void close() {
    connection.abort(); // the broker may be gone
  }

  private @Nullable GetResponse get() throws Exception {
    return channel.basicGet(QUEUE, false);
  }
}
