package org.topicboards.broker.embedded.kafka;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.topicboards.broker.embedded.process.Reason;

/**
 * Apache Kafka in this JVM: one node, broker and controller in one, on the loopback interface.
 *
 * <p>A record that was acknowledged survives the end of this process; that of the machine only with
 * the property {@code log.flush.interval.messages=1}, as on any Kafka of one node.
 *
 * <p>Where its data folder fails, as on a full disk, Kafka halts the JVM. A program that must
 * outlive its broker starts an {@link EmbeddedKafkaProcess} instead.
 *
 * <p>Thread-safe. An instance that is not closed keeps its threads, its ports and its folder.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private final DataFolder dataFolder;
  private final KafkaNode node;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(DataFolder dataFolder, KafkaNode node, int port) {
    this.dataFolder = dataFolder;
    this.node = node;
    this.port = port;
  }

  /**
   * Starts a broker and waits until clients can connect: two to three seconds, after it was killed
   * one more; at most a minute.
   *
   * @throws EmbeddedKafkaException where the folder cannot be used or is in use, a port is taken or
   *     Kafka refuses a property; nothing of the attempt is left running
   */
  public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
    int port = options.port() == 0 ? LoopbackPorts.free() : options.port();
    return start(BrokerProperties.of(options, port, LoopbackPorts.free()));
  }

  /** Starts what {@link BrokerProperties} describe. */
  static EmbeddedKafka start(Map<String, String> properties) {
    DataFolder dataFolder = DataFolder.open(BrokerProperties.dataFolder(properties));
    boolean started = false;
    try {
      BrokerProperties.ports(properties).forEach(LoopbackPorts::requireFree);
      EmbeddedKafka kafka =
          new EmbeddedKafka(
              dataFolder, started(properties), BrokerProperties.ports(properties).get(0));
      started = true;
      return kafka;
    } finally {
      if (!started) {
        dataFolder.close();
      }
    }
  }

  /** The port that clients connect to directly. */
  public int port() {
    return port;
  }

  /** Where clients find the broker: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * Stops the broker in order and lets its folder go; about a second. None of its threads that
   * would keep the JVM from ending is left. Further calls do nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        node.stop();
      } finally {
        dataFolder.close();
      }
    }
  }

  /** The broker for people. */
  @Override
  public String toString() {
    return "kafka://" + bootstrapServers();
  }

  private static KafkaNode started(Map<String, String> properties) {
    KafkaNode node = null;
    try {
      node = new KafkaNode(properties);
      node.start();
      return node;
    } catch (Exception e) {
      if (node != null) {
        node.stop();
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new EmbeddedKafkaException(
          "Kafka on data folder %s could not be started: %s"
              .formatted(BrokerProperties.dataFolder(properties), Reason.of(e)),
          e);
    }
  }
}
