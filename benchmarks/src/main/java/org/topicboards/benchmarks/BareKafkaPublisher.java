package org.topicboards.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;

/**
 * Publishes with kafka-clients alone what the adapter would: the same record, built anew for each
 * message with a fresh id and time, within the same window.
 */
final class BareKafkaPublisher implements AutoCloseable {

  /** What the adapter sets, too; of the rest both take Kafka's defaults. */
  static final Map<String, Object> SETTINGS =
      Map.of(
          "acks", "all", "enable.idempotence", true, "linger.ms", 0, "enable.metrics.push", false);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Callback settled = (metadata, failure) -> settled(failure);
  private final Semaphore window;
  private volatile @Nullable Exception failure;

  BareKafkaPublisher(BenchmarkTopic topic) {
    this.topic = topic.name();
    this.window = new Semaphore(topic.windowMessages());
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("bootstrap.servers", topic.bootstrapServers());
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The measured work: publishes all of {@code load} and waits for the acknowledgements. */
  static Speed measure(BenchmarkTopic topic, Load load) throws IOException, InterruptedException {
    try (BareKafkaPublisher publisher = new BareKafkaPublisher(topic)) {
      publisher.publishAll(new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      byte[] body = new byte[load.bodyBytes()];
      Stopwatch stopwatch = new Stopwatch();
      publisher.publishAll(body, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  /** Publishes so many messages; returns when the broker has acknowledged them all. */
  void publishAll(byte[] body, int messages) throws IOException, InterruptedException {
    for (int i = 0; i < messages; i++) {
      window.acquire();
      Future<RecordMetadata> unused = producer.send(record(topic, body), settled);
    }
    producer.flush();
    Exception cause = failure;
    if (cause != null) {
      throw new IOException("a message was not published: " + cause.getMessage(), cause);
    }
  }

  /** The record of one message. */
  static ProducerRecord<byte[], byte[]> record(String topic, byte[] body) {
    Instant now = Instant.now();
    byte[] source = BarePublisher.SOURCE.getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, now.toEpochMilli(), source, body);
    Headers headers = record.headers();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", Uuid7.next().getBytes(UTF_8));
    headers.add("ce_source", source);
    headers.add("ce_type", Message.DEFAULT_TYPE.getBytes(UTF_8));
    headers.add("ce_time", now.toString().getBytes(UTF_8));
    headers.add("content-type", BarePublisher.CONTENT_TYPE.getBytes(UTF_8));
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void settled(@Nullable Exception cause) {
    window.release();
    if (cause != null) {
      failure = cause;
    }
  }
}
