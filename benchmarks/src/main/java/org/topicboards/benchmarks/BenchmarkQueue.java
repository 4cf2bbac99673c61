package org.topicboards.benchmarks;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.topicboards.message.SubscriptionName;

/** The exchanges of its prefix on an AMQP broker, with one durable queue that takes every board. */
final class BenchmarkQueue implements BenchmarkBoard {

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

  /** The queue of a relay between brokers of these names. */
  static BenchmarkQueue declareRelay(String server, String from, String to) throws IOException {
    return declare(
        server, SubscriptionName.relay(from, to).value(), Map.of("x-single-active-consumer", true));
  }

  /** A new connection of the bare client. */
  Connection connect() throws IOException {
    return BareConnection.open(server);
  }

  /** With no queue but this one. */
  @Override
  public String adapterUri() {
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

  @Override
  public int windowMessages() {
    return BarePublisher.WINDOW_MESSAGES;
  }

  @Override
  public int prefetchMessages() {
    return BareConsumer.PREFETCH_MESSAGES;
  }

  @Override
  public void fill(Load load) throws IOException, InterruptedException {
    try (BarePublisher publisher = new BarePublisher(this)) {
      publisher.publishAll(new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      publisher.publishAll(new byte[load.bodyBytes()], load.messages());
    }
  }

  @Override
  public void purge() throws IOException {
    channel.queuePurge(name());
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      channel.queueDelete(name());
      channel.exchangeDelete(exchange());
      channel.exchangeDelete(systemExchange());
      deletePatterns();
    }
  }

  /** What the adapter keeps beside the queue of a subscription. Last: it may cost the channel. */
  private void deletePatterns() {
    try {
      channel.queueDelete(prefix + "boards._patterns." + subscription);
    } catch (IOException e) {
      // the embedded broker says so where there is none: nobody has consumed with the adapter
    }
  }

  private String systemExchange() {
    return prefix + "boards.system";
  }
}
