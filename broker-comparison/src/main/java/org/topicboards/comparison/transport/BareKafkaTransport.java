package org.topicboards.comparison.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.message.BoardName;

/** kafka-clients alone, with the topics, groups, records and settings of the adapter. */
final class BareKafkaTransport implements Transport {

  private final BrokerUri uri;
  private final String prefix;
  private final Duration patience;
  private final Admin admin;

  private BareKafkaTransport(BrokerUri uri, String prefix, Duration patience, Admin admin) {
    this.uri = uri;
    this.prefix = prefix;
    this.patience = patience;
    this.admin = admin;
  }

  static BareKafkaTransport connect(BrokerUri uri, String prefix, Duration patience) {
    return new BareKafkaTransport(uri, prefix, patience, KafkaConnection.admin(uri));
  }

  @Override
  public Sender sender(String source) {
    Map<String, Object> settings = KafkaConnection.settings(uri);
    settings.putAll(
        Map.of(
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            0,
            "max.request.size",
            17 << 20,
            "buffer.memory",
            96L << 20,
            "delivery.timeout.ms",
            (int) patience.toMillis(),
            "request.timeout.ms",
            (int) patience.toMillis(),
            "max.block.ms",
            patience.toMillis()));
    try {
      return new BareKafkaSender(
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
          prefix,
          source,
          patience);
    } catch (KafkaException e) {
      throw new BrokerUnavailableException("no Kafka producer: " + e.getMessage(), e);
    }
  }

  @Override
  public Receiver receiver(@Nullable String durableName, List<BoardName> boards, Arrival arrival) {
    List<String> topics = boards.stream().map(board -> prefix + board.value()).toList();
    createMissing(topics);
    Map<String, Object> settings = new HashMap<>(KafkaConnection.settings(uri));
    settings.putAll(
        Map.of(
            "group.id",
            prefix + "boards." + Objects.requireNonNull(durableName, "durableName"),
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
            "session.timeout.ms",
            10_000,
            "fetch.max.bytes",
            32 << 20,
            "max.partition.fetch.bytes",
            4 << 20,
            "max.poll.records",
            Wire.PREFETCH_MESSAGES,
            // the topics are new: nothing was posted before
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return BareKafkaReceiver.start(consumer, topics, arrival);
  }

  /** As the adapter's: one partition, and the broker's own replication. */
  private void createMissing(List<String> topics) {
    KafkaConnection.doing(
        uri,
        () -> {
          Set<String> existing = admin.listTopics().names().get();
          List<NewTopic> missing =
              topics.stream()
                  .filter(topic -> !existing.contains(topic))
                  .map(
                      topic ->
                          new NewTopic(topic, Optional.of(1), Optional.empty())
                              .configs(Map.of("max.message.bytes", String.valueOf(17 << 20))))
                  .toList();
          return admin.createTopics(missing).all().get();
        });
  }

  @Override
  public void removeSubscription(String durableName) {
    // The group goes with all the others of the prefix.
  }

  @Override
  public void close() {
    admin.close(KafkaConnection.TIMEOUT);
  }
}
