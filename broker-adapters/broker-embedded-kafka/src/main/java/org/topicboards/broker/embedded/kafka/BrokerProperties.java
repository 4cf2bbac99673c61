package org.topicboards.broker.embedded.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The {@code server.properties} of one node that is broker and controller. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final String LISTENERS = "listeners";
  static final String LOG_FOLDER = "log.dirs";

  /** What the data folder and the ports decide. */
  static final Set<String> FIXED =
      Set.of(
          LISTENERS,
          LOG_FOLDER,
          "advertised.listeners",
          "controller.listener.names",
          "controller.quorum.voters",
          "inter.broker.listener.name",
          "listener.security.protocol.map",
          "node.id",
          "process.roles");

  private static final String CLIENTS = "CLIENTS";

  /** What suits a single small node: no replicas, and no waiting for other nodes. */
  private static final Map<String, String> SINGLE_NODE =
      Map.ofEntries(
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          // A killed node is itself in the way of its successor until its session ends.
          Map.entry("broker.heartbeat.interval.ms", "300"),
          Map.entry("broker.session.timeout.ms", "1500"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // A consumer of the newer protocol learns of a rebalance by its heartbeat only.
          Map.entry("group.consumer.heartbeat.interval.ms", "500"),
          Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
          // 128 MiB of heap by default, in use or not.
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
          Map.entry("server.max.startup.time.ms", "60000"));

  private BrokerProperties() {}

  /**
   * Puts the properties together.
   *
   * @param port of the broker, in place of the options'
   */
  static Map<String, String> of(EmbeddedKafkaOptions options, int port, int controllerPort) {
    if (!options.passwords().isEmpty()
        && !options.passwords().containsKey(EmbeddedKafkaOptions.SUPER_USER)) {
      throw new IllegalArgumentException(
          "there are users, but none is " + EmbeddedKafkaOptions.SUPER_USER);
    }
    Map<String, String> properties = new LinkedHashMap<>(SINGLE_NODE);
    properties.put(LOG_FOLDER, DataFolder.logFolder(options.dataFolder()).toString());
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("process.roles", "broker,controller");
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put("inter.broker.listener.name", CLIENTS);
    addListeners(properties, options, port, controllerPort);
    if (!options.passwords().isEmpty()) {
      addUsers(properties, options);
    }
    properties.putAll(options.properties());
    return properties;
  }

  /** The folder that the options named. */
  static Path dataFolder(Map<String, String> properties) {
    return DataFolder.ofLogFolder(Path.of(value(properties, LOG_FOLDER)));
  }

  /** Every port that the node listens on, the one for clients first. */
  static List<Integer> ports(Map<String, String> properties) {
    return List.of(value(properties, LISTENERS).split(",")).stream()
        .map(listener -> Integer.valueOf(listener.substring(listener.lastIndexOf(':') + 1)))
        .toList();
  }

  private static void addListeners(
      Map<String, String> properties, EmbeddedKafkaOptions options, int port, int controllerPort) {
    Map<String, Integer> listening = new LinkedHashMap<>();
    listening.put(CLIENTS, port);
    Map<String, Integer> advertised = new LinkedHashMap<>(listening);
    List<ProxiedListener> proxied = options.proxiedListeners();
    for (int i = 0; i < proxied.size(); i++) {
      listening.put(proxyListener(i), proxied.get(i).port());
      advertised.put(proxyListener(i), proxied.get(i).advertisedPort());
    }
    String protocol = options.passwords().isEmpty() ? ":PLAINTEXT" : ":SASL_PLAINTEXT";
    properties.put(
        "listener.security.protocol.map",
        advertised.keySet().stream().map(name -> name + protocol).collect(Collectors.joining(","))
            + ","
            + CONTROLLER_LISTENER
            + ":PLAINTEXT");
    listening.put(CONTROLLER_LISTENER, controllerPort);
    properties.put(LISTENERS, addresses(listening));
    properties.put("advertised.listeners", addresses(advertised));
  }

  /** Whoever comes by the controller's port is anonymous: the node itself. */
  private static void addUsers(Map<String, String> properties, EmbeddedKafkaOptions options) {
    String superUser = EmbeddedKafkaOptions.SUPER_USER;
    String login =
        options.passwords().entrySet().stream()
            .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
            .collect(
                Collectors.joining(
                    "",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
                        .formatted(superUser, options.passwords().get(superUser)),
                    ";"));
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(loginProperty(CLIENTS), login);
    IntStream.range(0, options.proxiedListeners().size())
        .forEach(i -> properties.put(loginProperty(proxyListener(i)), login));
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("super.users", "User:" + superUser + ";User:ANONYMOUS");
  }

  private static String proxyListener(int index) {
    return "PROXY" + index;
  }

  private static String loginProperty(String listener) {
    return "listener.name." + listener.toLowerCase(Locale.ROOT) + ".plain.sasl.jaas.config";
  }

  private static String addresses(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(listener -> listener.getKey() + "://127.0.0.1:" + listener.getValue())
        .collect(Collectors.joining(","));
  }

  private static String value(Map<String, String> properties, String name) {
    String value = properties.get(name);
    if (value == null) {
      throw new IllegalArgumentException("property " + name + " is missing");
    }
    return value;
  }
}
