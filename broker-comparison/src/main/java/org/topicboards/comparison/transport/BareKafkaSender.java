package org.topicboards.comparison.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.Uuid7;
import org.topicboards.units.Durations;

/** Sends the record that the adapter would, within the same window. */
final class BareKafkaSender implements Transport.Sender {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String prefix;
  private final byte[] source;
  private final Duration patience;
  private final Semaphore window = new Semaphore(Wire.WINDOW_MESSAGES);

  BareKafkaSender(
      KafkaProducer<byte[], byte[]> producer, String prefix, String source, Duration patience) {
    this.producer = producer;
    this.prefix = prefix;
    this.source = source.getBytes(UTF_8);
    this.patience = patience;
  }

  @Override
  public void send(BoardName board, String stamp, byte[] body, Transport.Settlement settlement) {
    try {
      if (!window.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        settlement.settled(
            new BrokerTimeoutException(
                "the broker confirmed nothing for " + Durations.format(patience)));
        return;
      }
      Future<RecordMetadata> unused =
          producer.send(
              record(prefix + board.value(), stamp, body),
              (metadata, failure) -> settled(settlement, failure));
    } catch (KafkaException e) {
      settled(settlement, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settlement.settled(new BrokerUnavailableException("interrupted", e));
    }
  }

  private void settled(Transport.Settlement settlement, @Nullable Exception failure) {
    window.release();
    settlement.settled(
        failure == null
            ? null
            : new BrokerUnavailableException("Kafka refused: " + failure.getMessage(), failure));
  }

  private ProducerRecord<byte[], byte[]> record(String topic, String stamp, byte[] body) {
    Instant now = Instant.now();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, now.toEpochMilli(), source, body);
    Headers headers = record.headers();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", Uuid7.next().getBytes(UTF_8));
    headers.add("ce_source", source);
    headers.add("ce_type", Message.DEFAULT_TYPE.getBytes(UTF_8));
    headers.add("ce_time", now.toString().getBytes(UTF_8));
    headers.add("content-type", Wire.CONTENT_TYPE.getBytes(UTF_8));
    headers.add(Wire.STAMP, stamp.getBytes(UTF_8));
    return record;
  }

  @Override
  public void close() {
    producer.close(patience);
  }
}
