package org.topicboards.broker.embedded.kafka;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.embedded.process.Reason;
import scala.Tuple2;

/**
 * Broker and controller of one node, put together as Kafka's own {@link KafkaRaftServer} does, but
 * for one thing: there a part that does not start ends the JVM, here it is an exception.
 */
final class KafkaNode {

  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaNode.class);

  private final ControllerServer controller;
  private final BrokerServer broker;
  private final AtomicReference<@Nullable Throwable> firstFault = new AtomicReference<>();

  /**
   * Prepares a node.
   *
   * @throws Exception of any kind, as Scala declares none, where Kafka refuses the properties or
   *     its folder
   */
  KafkaNode(Map<String, String> properties) throws Exception {
    KafkaConfig config = new KafkaConfig(properties, false);
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
        KafkaRaftServer.initializeLogDirs(config, LOGGER, "");
    MetaPropertiesEnsemble identity = stored._1();
    SharedServer shared =
        new SharedServer(
            config,
            identity,
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, identity.clusterId().orElseThrow()),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            (name, fatal, action) -> faultHandler(action),
            ServerSocketFactory.INSTANCE);
    this.broker = new BrokerServer(shared);
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2());
  }

  /**
   * Starts it, and returns once it takes connections.
   *
   * @throws Exception of any kind where it does not start; it is to be stopped then, too
   */
  void start() throws Exception {
    try {
      controller.startup();
      broker.startup();
    } catch (Exception e) {
      Throwable fault = firstFault.get();
      throw fault == null ? e : new IllegalStateException(fault);
    }
  }

  /** Stops what is running of it, in order. */
  void stop() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** Parts of Kafka tell their faults here, and throw what they get in return. */
  private FaultHandler faultHandler(Runnable action) {
    return (message, cause) -> {
      Throwable fault = cause == null ? new IllegalStateException(message) : cause;
      firstFault.compareAndSet(null, fault);
      action.run();
      LOGGER.error("embedded Kafka: {}: {}", message, Reason.of(fault));
      return new IllegalStateException(message, cause);
    };
  }
}
