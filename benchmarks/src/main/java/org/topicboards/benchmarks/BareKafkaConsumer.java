package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Consumes with kafka-clients alone, as the only member of a group that commits as often as the
 * adapter. It reads the id, source and type as text, and leaves the other headers alone; or it only
 * counts, as Kafka's own tool does.
 */
final class BareKafkaConsumer {

  /** What the adapter sets, too; of the rest both take Kafka's defaults. */
  static final Map<String, Object> SETTINGS =
      Map.of(
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
          "session.timeout.ms",
          10_000,
          "fetch.max.bytes",
          32 << 20,
          "max.partition.fetch.bytes",
          4 << 20,
          "auto.offset.reset",
          "earliest",
          "enable.auto.commit",
          false,
          "enable.metrics.push",
          false);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
  private static final long COMMIT_INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumption consumption;
  private final boolean readsAttributes;
  private long committedNanos = System.nanoTime();

  private BareKafkaConsumer(
      KafkaConsumer<byte[], byte[]> consumer, Consumption consumption, boolean readsAttributes) {
    this.consumer = consumer;
    this.consumption = consumption;
    this.readsAttributes = readsAttributes;
  }

  /** The measured work: consumes what {@code load} says from the topic, filled before. */
  static Speed measure(BenchmarkTopic topic, Load load) throws Exception {
    return measure(topic, load, true);
  }

  /** The same without a look at anything but the length of the bodies. */
  static Speed measureCounting(BenchmarkTopic topic, Load load) throws Exception {
    return measure(topic, load, false);
  }

  private static Speed measure(BenchmarkTopic topic, Load load, boolean readsAttributes)
      throws Exception {
    topic.fill(load);
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("bootstrap.servers", topic.bootstrapServers());
    settings.put("group.id", topic.group());
    settings.put("max.poll.records", topic.prefetchMessages());
    Consumption consumption = new Consumption(load);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic.name()));
      new BareKafkaConsumer(consumer, consumption, readsAttributes).consumeAll();
      return consumption.speed();
    }
  }

  private void consumeAll() {
    boolean last = false;
    while (!last) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
      for (ConsumerRecord<byte[], byte[]> each : records) {
        last |= readsAttributes ? handled(each) : consumption.handled(each.value());
      }
      if (System.nanoTime() - committedNanos >= COMMIT_INTERVAL_NANOS) {
        consumer.commitAsync();
        committedNanos = System.nanoTime();
      }
    }
  }

  private boolean handled(ConsumerRecord<byte[], byte[]> each) {
    String id = "";
    String source = "";
    String type = "";
    for (Header header : each.headers()) {
      switch (header.key()) {
        case "ce_id" -> id = text(header);
        case "ce_source" -> source = text(header);
        case "ce_type" -> type = text(header);
        default -> {
          // not read
        }
      }
    }
    return consumption.handled(each.topic(), id, source, type, each.value());
  }

  private static String text(Header header) {
    return new String(header.value(), UTF_8);
  }
}
