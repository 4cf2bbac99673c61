package org.topicboards.comparison.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerUnavailableException;

/** Polls with kafka-clients alone, and commits as often as the adapter does. */
final class BareKafkaReceiver implements Transport.Receiver, ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(BareKafkaReceiver.class);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);
  private static final long COMMIT_INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Transport.Arrival arrival;
  private final int partitions;
  private final CountDownLatch assigned = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "compare bare kafka receiver");
  private volatile boolean closing;

  private BareKafkaReceiver(
      KafkaConsumer<byte[], byte[]> consumer, int partitions, Transport.Arrival arrival) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.arrival = arrival;
  }

  /** Returns when the group has given it every topic. */
  static BareKafkaReceiver start(
      KafkaConsumer<byte[], byte[]> consumer, List<String> topics, Transport.Arrival arrival) {
    BareKafkaReceiver receiver = new BareKafkaReceiver(consumer, topics.size(), arrival);
    consumer.subscribe(topics, receiver);
    receiver.thread.setDaemon(true);
    receiver.thread.start();
    boolean joined = false;
    try {
      joined = receiver.assigned.await(JOIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!joined) {
      receiver.close();
      throw new BrokerUnavailableException("the bare Kafka consumer did not join its group");
    }
    return receiver;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    if (consumer.assignment().size() >= partitions) {
      assigned.countDown();
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    // nobody else is in the group
  }

  private void run() {
    try (consumer) {
      try {
        pollUntilClosed();
      } catch (WakeupException e) {
        // closing
      }
      commit();
    } catch (KafkaException e) {
      LOG.warn("the bare Kafka consumer ended", e); // what it does not receive counts as lost
    }
  }

  private void pollUntilClosed() {
    long committedNanos = System.nanoTime();
    while (!closing) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL_TIMEOUT)) {
        Header stamp = each.headers().lastHeader(Wire.STAMP);
        if (stamp != null) {
          arrival.arrived(new String(stamp.value(), UTF_8));
        }
      }
      if (System.nanoTime() - committedNanos >= COMMIT_INTERVAL_NANOS) {
        consumer.commitAsync();
        committedNanos = System.nanoTime();
      }
    }
  }

  private void commit() {
    try {
      consumer.commitSync(KafkaConnection.TIMEOUT);
    } catch (WakeupException e) {
      consumer.commitSync(KafkaConnection.TIMEOUT); // the wake-up came between two polls
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(JOIN_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
