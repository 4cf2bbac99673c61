package org.topicboards.broker.embedded.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Bare Kafka clients on one topic. */
final class KafkaClient {

  private static final String TOPIC = "numbers";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final Map<String, Object> settings;

  private KafkaClient(Map<String, Object> settings) {
    this.settings = settings;
  }

  static KafkaClient of(String bootstrapServers) {
    return new KafkaClient(
        Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 10_000));
  }

  /** The same, logged in. */
  KafkaClient as(String user, String password) {
    Map<String, Object> secured = new HashMap<>(settings);
    secured.put("security.protocol", "SASL_PLAINTEXT");
    secured.put("sasl.mechanism", "PLAIN");
    secured.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
    return new KafkaClient(secured);
  }

  Admin admin() {
    return Admin.create(settings);
  }

  /** Posts the next numbers, and returns when all are acknowledged. */
  void produce(int from, int to) throws ExecutionException, InterruptedException {
    Map<String, Object> producerSettings = new HashMap<>(settings);
    producerSettings.put("acks", "all");
    List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            producerSettings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String number : numbers(from, to)) {
        acknowledged.add(producer.send(new ProducerRecord<>(TOPIC, number.getBytes(UTF_8))));
      }
      for (Future<RecordMetadata> each : acknowledged) {
        each.get();
      }
    }
  }

  /** Everything in the topic, in order. */
  List<String> consumeAll() {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).values().iterator().next();
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
          values.add(new String(each.value(), UTF_8));
        }
      }
    }
    return values;
  }

  static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
