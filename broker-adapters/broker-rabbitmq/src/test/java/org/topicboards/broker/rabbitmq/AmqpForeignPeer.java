package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.topicboards.broker.conformance.ForeignMessage;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.message.BoardName;

/** The bare amqp-client, using the names that the documentation tells to foreign tools. */
final class AmqpForeignPeer implements ForeignPeer {

  private static final String EXCHANGE = "boards";
  private static final String SYSTEM_EXCHANGE = "boards.system";
  private static final int PERSISTENT = 2;
  private static final long CONFIRM_TIMEOUT_MILLIS = 30_000;

  private final Connection connection;
  private final Channel channel;
  private final String prefix;
  private final List<ForeignMessage> received = new CopyOnWriteArrayList<>();

  private AmqpForeignPeer(Connection connection, Channel channel, String prefix) {
    this.connection = connection;
    this.channel = channel;
    this.prefix = prefix;
  }

  static AmqpForeignPeer connect(String uri, String prefix) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(uri);
      factory.setAutomaticRecoveryEnabled(false);
      Connection connection = factory.newConnection("foreign peer");
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      return new AmqpForeignPeer(connection, channel, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException | URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException("the foreign peer could not connect", e);
    }
  }

  static void deleteExchanges(String uri, String prefix) {
    try (AmqpForeignPeer peer = connect(uri, prefix)) {
      peer.channel.exchangeDelete(prefix + EXCHANGE);
      peer.channel.exchangeDelete(prefix + SYSTEM_EXCHANGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void post(String address, ForeignMessage message) {
    AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder();
    if (!message.headers().isEmpty()) {
      properties.headers(new HashMap<>(message.headers())).deliveryMode(PERSISTENT);
    }
    try {
      channel.basicPublish(prefix + EXCHANGE, address, properties.build(), message.body());
      channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("a foreign message was not confirmed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void listen(BoardName board) {
    DeliverCallback remember =
        (tag, delivery) ->
            received.add(new ForeignMessage(texts(delivery.getProperties()), delivery.getBody()));
    try {
      channel.exchangeDeclare(prefix + EXCHANGE, "topic", true);
      String queue = channel.queueDeclare("", false, true, false, Map.of()).getQueue();
      channel.queueBind(queue, prefix + EXCHANGE, board.value());
      channel.basicConsume(queue, true, remember, tag -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(AMQP.BasicProperties properties) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      headers.forEach((name, value) -> texts.put(name, value.toString()));
    }
    return texts;
  }

  @Override
  public List<ForeignMessage> received() {
    return received;
  }

  @Override
  public void close() {
    connection.abort();
  }
}
