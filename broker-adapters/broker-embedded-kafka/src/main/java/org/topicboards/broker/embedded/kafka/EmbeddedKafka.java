package org.topicboards.broker.embedded.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

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
  private final KafkaRaftServer server;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(DataFolder dataFolder, KafkaRaftServer server, int port) {
    this.dataFolder = dataFolder;
    this.server = server;
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
              dataFolder, server(properties), BrokerProperties.ports(properties).get(0));
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
        stop(server);
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

  private static KafkaRaftServer server(Map<String, String> properties) {
    Path dataFolder = BrokerProperties.dataFolder(properties);
    KafkaRaftServer server;
    try {
      server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    } catch (RuntimeException e) {
      throw notStarted(dataFolder, e);
    }
    boolean started = false;
    try {
      server.startup();
      started = true;
      return server;
    } catch (RuntimeException e) {
      throw notStarted(dataFolder, e);
    } finally {
      if (!started) {
        stop(server);
      }
    }
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }

  private static EmbeddedKafkaException notStarted(Path dataFolder, RuntimeException cause) {
    return new EmbeddedKafkaException(
        "Kafka on data folder %s could not be started: %s".formatted(dataFolder, Reason.of(cause)),
        cause);
  }
}
