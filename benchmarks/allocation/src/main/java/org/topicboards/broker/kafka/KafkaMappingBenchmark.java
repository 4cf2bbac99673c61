package org.topicboards.broker.kafka;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.topicboards.message.Message;

/**
 * A message made into a record and back: in this package, because the mapping is nobody else's
 * business. The body of 100 bytes is never copied, so that its size does not matter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KafkaMappingBenchmark {

  private static final String TOPIC = "benchmark.messages";

  private final Message message =
      Message.from("benchmark").contentType("application/octet-stream").body(new byte[100]).build();
  private final ConsumerRecord<byte[], byte[]> record = received(encode());

  /** A record of a message. */
  @Benchmark
  public ProducerRecord<byte[], byte[]> encode() {
    return MessageMapping.record(TOPIC, message);
  }

  /** The message of a record. */
  @Benchmark
  public Message decode() {
    return MessageMapping.message(record, "cluster");
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        sent.timestamp(),
        TimestampType.CREATE_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
