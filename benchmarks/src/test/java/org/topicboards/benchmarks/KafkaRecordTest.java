package org.topicboards.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;

/** Ratios mean something only where both sides do the same. */
class KafkaRecordTest {

  private static final Load LOAD = new Load(1, 1, 100);

  @TempDir Path folder;

  @Test
  void shouldPostTheSameRecordsAsTheAdapter() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.of(folder));
        BenchmarkTopic topic = BenchmarkTopic.create("kafka://" + kafka.bootstrapServers())) {
      AdapterPublisher.measure(topic, LOAD);
      BareKafkaPublisher.measure(topic, LOAD);
      KafkaTools.produce(topic, LOAD);

      List<ConsumerRecord<byte[], byte[]>> records =
          records(topic.bootstrapServers(), topic.name(), 6);
      ConsumerRecord<byte[], byte[]> adapters = records.get(1);
      ConsumerRecord<byte[], byte[]> bare = records.get(3);
      ConsumerRecord<byte[], byte[]> tools = records.get(5);
      assertThat(bare.key()).isEqualTo(adapters.key());
      assertThat(bare.value()).isEqualTo(adapters.value());
      assertThat(headers(bare)).isEqualTo(headers(adapters));
      assertThat(tools.value()).hasSize(KafkaTools.recordBytes(LOAD.bodyBytes()));
    }
  }

  /** So many of a topic, from its begin. */
  static List<ConsumerRecord<byte[], byte[]>> records(
      String bootstrapServers, String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (records.size() < count) {
        consumer.poll(Duration.ofSeconds(30)).forEach(records::add);
      }
    }
    return records;
  }

  /** Names in order, each with the length of its value: ids and times differ. */
  private static List<String> headers(ConsumerRecord<byte[], byte[]> each) {
    return StreamSupport.stream(each.headers().spliterator(), false)
        .map(header -> header.key() + " " + header.value().length)
        .toList();
  }
}
