package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** The embedded Kafka in this JVM, and what the adapter's own tests do there behind its back. */
final class KafkaScene implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;

  private final EmbeddedKafka kafka;
  private final Admin admin;

  private KafkaScene(EmbeddedKafka kafka) {
    this.kafka = kafka;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  static KafkaScene start(Path folder) {
    return start(EmbeddedKafkaOptions.of(folder));
  }

  static KafkaScene start(EmbeddedKafkaOptions options) {
    return new KafkaScene(EmbeddedKafka.start(options));
  }

  /** Connects the adapter; parameters as in {@code linger.ms=5}. */
  Broker connect(String prefix, String... parameters) {
    return connect(kafka.port(), prefix, parameters);
  }

  /** Connects the adapter by another port. */
  Broker connect(int port, String prefix, String... parameters) {
    List<String> all = new ArrayList<>(List.of("prefix=" + prefix));
    all.addAll(Arrays.asList(parameters));
    return Brokers.connect(
        BrokerUri.parse("kafka://127.0.0.1:" + port + "?" + String.join("&", all)));
  }

  static SubscriptionOptions durable(String name, String... patterns) {
    return SubscriptionOptions.durable(
        SubscriptionName.of(name), Arrays.stream(patterns).map(BoardPattern::of).toList());
  }

  /** Posts bodies one after the other, so that each is a batch of its own. */
  static void post(Broker broker, String board, String... bodies) throws Exception {
    Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
    for (String body : bodies) {
      settled(publisher.publish(BoardName.of(board), message(body)));
    }
    publisher.close();
  }

  static Message message(String body) {
    return Message.from("gauge").body(body.getBytes(UTF_8)).build();
  }

  static PublishReceipt settled(CompletionStage<PublishReceipt> stage) throws Exception {
    return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  void createTopic(String topic, int partitions, Map<String, String> configuration)
      throws Exception {
    NewTopic newTopic = new NewTopic(topic, Optional.of(partitions), Optional.empty());
    admin
        .createTopics(List.of(newTopic.configs(configuration)))
        .all()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  int partitions(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  void addPartitions(String topic, int total) throws Exception {
    admin
        .createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
        .all()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** How many members a group has; none if there is no such group. */
  int members(String group) throws Exception {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .values()
          .iterator()
          .next()
          .members()
          .size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw e;
    }
  }

  /** Whether the only member of a group has been given all partitions of a topic. */
  boolean isAssigned(String group, String topic) throws Exception {
    return admin
        .describeConsumerGroups(List.of(group))
        .all()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .flatMap(description -> description.members().stream())
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .anyMatch(partition -> partition.topic().equals(topic));
  }

  /** Has the records before an offset gone, as retention has. */
  void expire(String topic, long before) throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
        .all()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Has a group's positions gone, as they are after {@code offsets.retention.minutes}. */
  void forgetGroup(String group) throws Exception {
    admin.deleteConsumerGroups(List.of(group)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Posts a record as it is, by Kafka's own client. */
  void produce(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Posts bodies in one transaction, whose end takes an offset, too. */
  void produceInTransaction(String topic, String... bodies) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String body : bodies) {
        Future<RecordMetadata> unused =
            producer.send(new ProducerRecord<>(topic, body.getBytes(UTF_8)));
      }
      producer.commitTransaction();
    }
  }

  @Override
  public void close() {
    admin.close();
    kafka.close();
  }
}
