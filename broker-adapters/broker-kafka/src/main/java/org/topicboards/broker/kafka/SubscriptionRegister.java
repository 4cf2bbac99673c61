package org.topicboards.broker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * The durable subscriptions there are, with their patterns: one compacted topic with a record for
 * each, its key the name, its value the patterns, one a line. Kafka itself forgets the positions of
 * a group in which nobody was for a week, and then could not tell it from a new one.
 */
final class SubscriptionRegister {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRegister.class);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

  private final KafkaClients clients;
  private final BoardTopics topics;
  private final TopicPartition partition;
  private final Duration timeout;

  SubscriptionRegister(KafkaClients clients, BoardTopics topics, Duration timeout) {
    this.clients = clients;
    this.topics = topics;
    this.partition = new TopicPartition(topics.names().register(), 0);
    this.timeout = timeout;
  }

  /** The register's partition, in which each group has a position for as long as Kafka knows it. */
  TopicPartition partition() {
    return partition;
  }

  /**
   * The patterns of a subscription, or nothing if there is none of that name.
   *
   * @throws org.topicboards.broker.BrokerException if the register cannot be read in time
   */
  Optional<List<BoardPattern>> find(SubscriptionName name) {
    Consumer<byte[], byte[]> consumer = clients.reader();
    try {
      byte[] found = read(consumer, utf8(name.value()));
      return found == null ? Optional.empty() : Optional.of(patterns(found));
    } catch (KafkaException e) {
      throw clients.translator().translate("read the register of subscriptions", e);
    } finally {
      close(() -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
    }
  }

  private byte @Nullable [] read(Consumer<byte[], byte[]> consumer, byte[] key) {
    consumer.assign(List.of(partition));
    Long end = consumer.endOffsets(List.of(partition)).get(partition);
    consumer.seekToBeginning(List.of(partition));
    byte @Nullable [] found = null;
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (end != null && consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
        if (Arrays.equals(record.key(), key)) {
          found = record.value();
        }
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "topic " + partition.topic() + " could not be read within " + timeout);
      }
    }
    return found;
  }

  /** Registers a subscription, or its new patterns. */
  void put(SubscriptionName name, List<BoardPattern> patterns) {
    write(
        name,
        utf8(
            patterns.stream().map(BoardPattern::value).sorted().collect(Collectors.joining("\n"))));
  }

  /** Strikes a subscription out. */
  void remove(SubscriptionName name) {
    write(name, null);
  }

  /**
   * Creates the register where there is none.
   *
   * @throws org.topicboards.broker.AccessRefusedException where there is none and this client may
   *     not create it
   */
  void ensure() {
    topics.ensureRegister();
  }

  private void write(SubscriptionName name, byte @Nullable [] value) {
    Producer<byte[], byte[]> producer = clients.producer();
    try {
      RecordMetadata unused =
          producer
              .send(new ProducerRecord<>(partition.topic(), 0, utf8(name.value()), value))
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw clients.translator().translate("register subscription " + name, e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw clients.translator().translate("register subscription " + name, e);
    } finally {
      close(() -> producer.close(Duration.ZERO)); // nothing is left to be sent
    }
  }

  /** What was asked for is known by now: a client that does not close in order changes nothing. */
  private static void close(Runnable closing) {
    try {
      closing.run();
    } catch (KafkaException e) {
      LOG.debug("a client of the register was not closed in order", e);
    }
  }

  private static List<BoardPattern> patterns(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).lines().map(BoardPattern::of).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
