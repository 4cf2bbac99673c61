package org.topicboards.comparison.transport;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.message.BoardName;

/**
 * amqp-client alone, with the exchange, queues, records, connections and settings of the adapter,
 * and none of its recovery.
 */
final class BareAmqpTransport implements Transport {

  private final BrokerUri uri;
  private final Connection connection;
  private final Channel administration;

  /** Each receiver's own: a broker slows down a connection that publishes faster than it can. */
  private final List<Connection> receiving = new CopyOnWriteArrayList<>();

  private final String exchange;
  private final String queuePrefix;
  private final Duration patience;

  private BareAmqpTransport(BrokerUri uri, Connection connection, String prefix, Duration patience)
      throws IOException {
    this.uri = uri;
    this.connection = connection;
    this.administration = connection.createChannel();
    this.exchange = prefix + "boards";
    this.queuePrefix = prefix + "boards.";
    this.patience = patience;
    administration.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
  }

  static BareAmqpTransport connect(BrokerUri uri, String prefix, Duration patience) {
    Connection connection = AmqpConnection.open(uri);
    return AmqpConnection.doing(
        uri, () -> new BareAmqpTransport(uri, connection, prefix, patience));
  }

  @Override
  public Sender sender(String source) {
    return AmqpConnection.doing(
        () -> new BareAmqpSender(connection.createChannel(), exchange, source, patience));
  }

  @Override
  public Receiver receiver(@Nullable String durableName, List<BoardName> boards, Arrival arrival) {
    String queue = queuePrefix + Objects.requireNonNull(durableName, "durableName");
    return AmqpConnection.doing(
        () -> {
          synchronized (administration) {
            administration.queueDeclare(queue, true, false, false, null);
            for (BoardName board : boards) {
              administration.queueBind(queue, exchange, board.value());
            }
          }
          Connection own = AmqpConnection.open(uri);
          receiving.add(own);
          return BareAmqpReceiver.start(own.createChannel(), queue, arrival);
        });
  }

  @Override
  public void removeSubscription(String durableName) {
    AmqpConnection.doing(
        () -> {
          synchronized (administration) {
            return administration.queueDelete(queuePrefix + durableName);
          }
        });
  }

  @Override
  public void close() {
    receiving.forEach(Connection::abort);
    connection.abort();
  }
}
