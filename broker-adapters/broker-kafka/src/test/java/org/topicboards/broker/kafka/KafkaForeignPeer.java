package org.topicboards.broker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.topicboards.broker.conformance.ForeignMessage;
import org.topicboards.broker.conformance.ForeignPeer;
import org.topicboards.message.BoardName;

/** The bare kafka-clients, using the names that the documentation tells to foreign tools. */
final class KafkaForeignPeer implements ForeignPeer {

  private static final long TIMEOUT_SECONDS = 30;

  private final Map<String, Object> settings;
  private final String prefix;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<ForeignMessage> received = new CopyOnWriteArrayList<>();

  KafkaForeignPeer(String bootstrapServers, String prefix) {
    this.settings = Map.of("bootstrap.servers", bootstrapServers);
    this.prefix = prefix;
    this.admin = Admin.create(settings);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Deletes every topic and consumer group of a prefix. */
  static void delete(String bootstrapServers, String prefix) {
    try (KafkaForeignPeer peer = new KafkaForeignPeer(bootstrapServers, prefix)) {
      Collection<String> groups =
          await(peer.admin.listGroups().all()).stream()
              .map(group -> group.groupId())
              .filter(group -> group.startsWith(prefix))
              .toList();
      await(peer.admin.deleteConsumerGroups(groups).all());
      await(peer.admin.deleteTopics(peer.topics()).all());
    }
  }

  /** The topics of a prefix. */
  static List<String> topics(String bootstrapServers, String prefix) {
    try (KafkaForeignPeer peer = new KafkaForeignPeer(bootstrapServers, prefix)) {
      return peer.topics();
    }
  }

  @Override
  public void post(String address, ForeignMessage message) {
    createTopic(prefix + address);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(prefix + address, message.body());
    message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    await(producer.send(record));
  }

  @Override
  public void listen(BoardName board) {
    createTopic(prefix + board.value());
    Listener listener = new Listener(prefix + board.value());
    listeners.add(listener);
    listener.start();
  }

  @Override
  public List<ForeignMessage> received() {
    return received;
  }

  @Override
  public void close() {
    listeners.forEach(Listener::close);
    producer.close();
    admin.close();
  }

  private List<String> topics() {
    return await(admin.listTopics().names()).stream()
        .filter(topic -> topic.startsWith(prefix))
        .toList();
  }

  private void createTopic(String topic) {
    try {
      NewTopic newTopic = new NewTopic(topic, Optional.empty(), Optional.empty());
      await(admin.createTopics(List.of(newTopic)).all());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a foreign client failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("a foreign client got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ForeignMessage message(ConsumerRecord<byte[], byte[]> each) {
    Map<String, String> texts = new HashMap<>();
    for (Header header : each.headers()) {
      texts.put(header.key(), new String(header.value(), UTF_8));
    }
    return new ForeignMessage(texts, each.value());
  }

  /** A consumer without a group, from the end of one topic. */
  private final class Listener {
    private final KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Thread thread = new Thread(this::receive, "foreign peer");

    /** Positions itself before it returns. */
    Listener(String topic) {
      // A topic just created may not be known yet to the node that is asked.
      List<TopicPartition> partitions =
          Awaitility.await()
              .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
              .until(() -> partitions(topic), found -> !found.isEmpty());
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    }

    private List<TopicPartition> partitions(String topic) {
      return consumer.partitionsFor(topic).stream().map(Listener::partition).toList();
    }

    void start() {
      thread.setDaemon(true);
      thread.start();
    }

    void close() {
      consumer.wakeup();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void receive() {
      try (consumer) {
        while (!Thread.currentThread().isInterrupted()) {
          consumer
              .poll(Duration.ofSeconds(1))
              .forEach(each -> received.add(KafkaForeignPeer.message(each)));
        }
      } catch (WakeupException e) {
        // closed
      }
    }

    private static TopicPartition partition(PartitionInfo info) {
      return new TopicPartition(info.topic(), info.partition());
    }
  }
}
