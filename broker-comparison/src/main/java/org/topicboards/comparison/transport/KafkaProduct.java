package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.comparison.results.DurabilityClass;

/** Apache Kafka. */
final class KafkaProduct implements Product {

  private static final String FLUSH = "log.flush.interval.messages";
  private static final String IN_SYNC = "min.insync.replicas";
  private static final String REPLICATION = "default.replication.factor";

  @Override
  public Facts facts(BrokerUri uri) {
    try (Admin admin = KafkaConnection.admin(uri)) {
      return KafkaConnection.doing(
          uri,
          () -> {
            DescribeClusterResult cluster = admin.describeCluster();
            Collection<Node> nodes = cluster.nodes().get();
            ConfigResource broker =
                new ConfigResource(ConfigResource.Type.BROKER, nodes.iterator().next().idString());
            Config config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("nodes", Integer.toString(nodes.size()));
            for (String name : List.of(FLUSH, IN_SYNC, REPLICATION)) {
              settings.put(name, config == null ? "?" : config.get(name).value());
            }
            if (uri.parameters().containsKey("replication")) {
              settings.put(REPLICATION, uri.parameters().get("replication"));
            }
            return facts(cluster.clusterId().get(), settings);
          });
    }
  }

  private static Facts facts(String cluster, Map<String, String> settings) {
    String product = "Apache Kafka, cluster " + cluster;
    int replicas = number(settings.get(REPLICATION));
    int inSync = Math.min(number(settings.get(IN_SYNC)), replicas);
    if (inSync > 1) {
      return new Facts(
          product,
          DurabilityClass.REPLICATED,
          "read: acks=all waits for " + inSync + " of " + replicas + " replicas",
          settings);
    }
    if ("1".equals(settings.get(FLUSH))) {
      return new Facts(
          product, DurabilityClass.FSYNC, "read: " + FLUSH + "=1 syncs every batch", settings);
    }
    return new Facts(
        product,
        DurabilityClass.MEMORY,
        "read: one replica is enough, and " + FLUSH + " leaves the fsync to the system",
        settings);
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 1;
  }

  @Override
  public boolean hasBareClient(BrokerUri uri) {
    return KafkaConnection.isPossible(uri);
  }

  @Override
  public Transport connectBare(BrokerUri uri, String prefix, Duration patience) {
    return BareKafkaTransport.connect(uri, prefix, patience);
  }

  @Override
  public String adapterParameters(BrokerUri uri) {
    return "";
  }

  @Override
  public void removeAll(BrokerUri uri, String prefix) {
    try (Admin admin = KafkaConnection.admin(uri)) {
      KafkaConnection.doing(
          uri,
          () -> {
            List<String> groups =
                admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .filter(group -> group.startsWith(prefix))
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
            List<String> topics =
                admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(prefix))
                    .toList();
            return admin.deleteTopics(topics).all().get();
          });
    }
  }
}
