package org.topicboards.benchmarks;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/**
 * The exchanges of a prefix of its own with one durable queue that takes every board: the same
 * place for both sides, and empty for each run. Closing it deletes all of it.
 */
final class BenchmarkQueue implements AutoCloseable {

  /** The durable subscription whose queue it is. */
  static final String SUBSCRIPTION = "reader";

  /** The board that all messages are posted to. */
  static final BoardName BOARD = BoardName.of("benchmark.messages");

  private final String server;
  private final String prefix = "benchmark-" + UUID.randomUUID() + ".";
  private final Connection connection;
  private final Channel channel;
  private final String subscription;

  private BenchmarkQueue(String server, String subscription) throws IOException {
    this.server = server;
    this.subscription = subscription;
    this.connection = BareConnection.open(server);
    this.channel = connection.createChannel();
  }

  private static BenchmarkQueue declare(
      String server, String subscription, Map<String, Object> arguments) throws IOException {
    BenchmarkQueue queue = new BenchmarkQueue(server, subscription);
    boolean declared = false;
    try {
      queue.channel.exchangeDeclare(queue.exchange(), BuiltinExchangeType.TOPIC, true);
      queue.channel.exchangeDeclare(queue.systemExchange(), BuiltinExchangeType.TOPIC, true);
      queue.channel.queueDeclare(queue.name(), true, false, false, arguments);
      queue.channel.queueBind(queue.name(), queue.exchange(), "#");
      declared = true;
      return queue;
    } finally {
      if (!declared) {
        queue.close();
      }
    }
  }

  /** The queue of an ordinary durable subscription. */
  static BenchmarkQueue declare(String server) throws IOException {
    return declare(server, SUBSCRIPTION, Map.of());
  }

  /** The queue that a board service archives. */
  static BenchmarkQueue declareArchive(String server) throws IOException {
    return declare(
        server, SubscriptionName.ARCHIVE.value(), Map.of("x-single-active-consumer", true));
  }

  /** A new connection of the bare client. */
  Connection connect() throws IOException {
    return BareConnection.open(server);
  }

  /** The same broker for an adapter: this prefix, and no queue but this one. Holds the password. */
  String adapterUri() {
    return server + "?prefix=" + prefix + "&archive=off";
  }

  String exchange() {
    return prefix + "boards";
  }

  String name() {
    return prefix + "boards." + subscription;
  }

  /** How many messages wait. */
  long length() throws IOException {
    return channel.messageCount(name());
  }

  void purge() throws IOException {
    channel.queuePurge(name());
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      channel.queueDelete(name());
      channel.exchangeDelete(exchange());
      channel.exchangeDelete(systemExchange());
    }
  }

  private String systemExchange() {
    return prefix + "boards.system";
  }
}
