package org.topicboards.system.crash;

import java.nio.file.Path;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.RabbitMqNode;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaProcess;

/**
 * A broker of a drill, which can be ended and started again.
 *
 * @param name how the rules call it
 * @param uri where it is, before and after
 * @param process ends and starts it
 * @param end ends it for good
 */
record RelayedBroker(
    String name, BrokerUri uri, String uriText, BrokerProcess process, Runnable end)
    implements AutoCloseable {

  /** Ways to have one. */
  enum Kind {
    RABBITMQ,
    EMBEDDED,
    KAFKA;

    /**
     * Starts one.
     *
     * @param folder for its data
     */
    RelayedBroker start(Path folder) {
      return switch (this) {
        case RABBITMQ -> rabbitMq();
        case EMBEDDED -> embedded(folder.resolve("embedded"));
        case KAFKA -> kafka(folder.resolve("kafka"));
      };
    }
  }

  /** A private RabbitMQ node. */
  static RelayedBroker rabbitMq() {
    RabbitMqNode node =
        RabbitMqNode.startPrivate()
            .orElseThrow(() -> new DrillException("no RabbitMQ is installed, and no Docker runs"));
    return new RelayedBroker(
        "amqp", BrokerUri.parse(node.uri()), node.uri(), node.process().orElseThrow(), node::close);
  }

  /** The embedded broker, in this process. It can be restarted in order only. */
  static RelayedBroker embedded(Path folder) {
    EmbeddedProcess process = new EmbeddedProcess(EmbeddedBrokerOptions.of(folder));
    String uri = process.broker.uri();
    return new RelayedBroker("amqp", BrokerUri.parse(uri), uri, process, process::stop);
  }

  /** A Kafka of one node, in a process of its own. */
  static RelayedBroker kafka(Path folder) {
    EmbeddedKafkaProcess kafka = EmbeddedKafkaProcess.start(EmbeddedKafkaOptions.of(folder));
    String uri = "kafka://" + kafka.bootstrapServers();
    return new RelayedBroker(
        "kafka", BrokerUri.parse(uri), uri, new KafkaProcess(kafka), kafka::close);
  }

  @Override
  public void close() {
    end.run();
  }

  private static final class EmbeddedProcess implements BrokerProcess {
    private final EmbeddedBrokerOptions options;
    private EmbeddedBroker broker;

    EmbeddedProcess(EmbeddedBrokerOptions options) {
      broker = EmbeddedBroker.start(options);
      this.options = options.onPort(broker.port());
    }

    @Override
    public void stop() {
      broker.close();
    }

    @Override
    public void kill() {
      stop();
    }

    @Override
    public void start() {
      broker = EmbeddedBroker.start(options);
    }
  }

  private record KafkaProcess(EmbeddedKafkaProcess kafka) implements BrokerProcess {
    @Override
    public void stop() {
      kafka.stop();
    }

    @Override
    public void kill() {
      kafka.kill();
    }

    @Override
    public void start() {
      kafka.restart();
    }
  }
}
