package org.topicboards.system.roundtrip;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;

/** Every transport that this machine has, each on a real broker. */
public final class Transports implements AutoCloseable {

  private final List<Transport> started = new ArrayList<>();

  private Transports() {}

  /** Starts those that have to be started, in this folder. */
  public static Transports start(Path folder) throws IOException {
    Transports transports = new Transports();
    boolean complete = false;
    try {
      transports.started.add(embedded(folder.resolve("embedded")));
      transports.started.add(kafka(folder.resolve("kafka")));
      transports.started.add(multicast());
      RabbitMqNode.find().map(Transports::rabbitMq).ifPresent(transports.started::add);
      complete = true;
    } finally {
      if (!complete) {
        transports.close();
      }
    }
    return transports;
  }

  public List<Transport> all() {
    return List.copyOf(started);
  }

  @Override
  public void close() {
    started.forEach(transport -> transport.stop().run());
  }

  private static Transport embedded(Path folder) {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder));
    return Transport.of("embedded broker", broker.uri() + "?archive=off&", broker::close);
  }

  private static Transport kafka(Path folder) {
    EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.of(folder));
    return Transport.of("Kafka", "kafka://" + kafka.bootstrapServers() + "?", kafka::close);
  }

  /**
   * A group for local use (RFC 2365) on a port that was free, which does not leave this machine.
   */
  public static Transport multicast() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String group = "239.255." + random.nextInt(256) + "." + random.nextInt(1, 255);
      String uri = "udp://" + group + ":" + socket.getLocalPort() + "?interface=127.0.0.1&";
      return Transport.of("UDP multicast", uri, () -> {});
    }
  }

  private static Transport rabbitMq(RabbitMqNode node) {
    return new Transport(
        "RabbitMQ",
        prefix -> node.uri() + "?archive=off&prefix=" + prefix,
        prefix -> deleteExchanges(node.uri(), prefix),
        node::close);
  }

  private static void deleteExchanges(String uri, String prefix) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(uri);
      try (Connection connection = factory.newConnection();
          Channel channel = connection.createChannel()) {
        channel.exchangeDelete(prefix + "boards");
        channel.exchangeDelete(prefix + "boards.system");
      }
    } catch (Exception e) {
      throw new AssertionError("the exchanges of " + prefix + " were not deleted", e);
    }
  }
}
