package org.topicboards.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;

/** The topic of the board on a Kafka, with one partition. */
final class BenchmarkTopic implements BenchmarkBoard {

  private static final int PREFETCH_MESSAGES = 500;

  private final String server;
  private final String prefix = "benchmark-" + UUID.randomUUID() + ".";
  private final Admin admin;

  private BenchmarkTopic(String server) {
    this.server = server;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers(server)));
  }

  static BenchmarkTopic create(String server)
      throws ExecutionException, InterruptedException, IOException {
    BenchmarkTopic topic = new BenchmarkTopic(server);
    boolean created = false;
    try {
      NewTopic partitioned = new NewTopic(topic.name(), Optional.of(1), Optional.empty());
      topic.admin.createTopics(List.of(partitioned)).all().get();
      created = true;
      return topic;
    } finally {
      if (!created) {
        topic.close();
      }
    }
  }

  static String bootstrapServers(String server) {
    return server.substring("kafka://".length());
  }

  /** Where Kafka's own clients find the broker. */
  String bootstrapServers() {
    return bootstrapServers(server);
  }

  String name() {
    return prefix + BOARD;
  }

  /** The consumer group of the durable subscription. */
  String group() {
    return prefix + "boards." + SUBSCRIPTION;
  }

  @Override
  public String adapterUri() {
    return server + "?prefix=" + prefix;
  }

  @Override
  public int windowMessages() {
    return BarePublisher.WINDOW_MESSAGES;
  }

  @Override
  public int prefetchMessages() {
    return PREFETCH_MESSAGES;
  }

  /** A topic is no slower for what it holds. */
  @Override
  public void purge() {}

  @Override
  public void fill(Load load) throws Exception {
    try (BareKafkaPublisher publisher = new BareKafkaPublisher(this)) {
      publisher.publishAll(new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      publisher.publishAll(new byte[load.bodyBytes()], load.messages());
    }
  }

  @Override
  public void close() throws IOException {
    try (admin) {
      Collection<String> groups =
          admin.listGroups().all().get().stream()
              .map(GroupListing::groupId)
              .filter(group -> group.startsWith(prefix))
              .toList();
      admin.deleteConsumerGroups(groups).all().get();
      Collection<String> topics =
          admin.listTopics().names().get().stream()
              .filter(topic -> topic.startsWith(prefix))
              .toList();
      admin.deleteTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IOException("the topics of prefix " + prefix + " were not deleted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
