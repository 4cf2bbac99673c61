package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions read without a group: those there were at the start from their end, later ones from
 * their beginning. Nothing is left on the broker.
 */
final class EphemeralFeed implements Feed {

  private static final Logger LOG = LoggerFactory.getLogger(EphemeralFeed.class);

  private static final Duration LOOK_TIMEOUT = Duration.ofMillis(500);
  private static final long LOOK_AGAIN_NANOS = 200_000_000;

  /** A topic may get more partitions; the consumer learns of it by {@code metadata.max.age.ms}. */
  private static final long LOOK_FOR_MORE_NANOS = 1_000_000_000;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicNames names;
  private final Map<TopicPartition, Long> startPositions;
  private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
  private Set<String> followed = Set.of();

  /** Some topic is so new that its partitions were not known. */
  private boolean unresolved;

  private long lookedNanos = System.nanoTime();

  /**
   * @param startPositions the ends of all partitions there are
   */
  EphemeralFeed(
      Consumer<byte[], byte[]> consumer,
      TopicNames names,
      Map<TopicPartition, Long> startPositions) {
    this.consumer = consumer;
    this.names = names;
    this.startPositions = new HashMap<>(startPositions);
  }

  @Override
  public void follow(Set<String> topics) {
    followed = topics;
    look();
  }

  /** Looks for partitions that are not read yet, mostly in what the consumer knows already. */
  private void look() {
    partitions.keySet().removeIf(partition -> !followed.contains(partition.topic()));
    startPositions.keySet().removeIf(partition -> !followed.contains(partition.topic()));
    startPositions.forEach(this::add);
    Set<TopicPartition> added = new HashSet<>();
    unresolved = false;
    for (String topic : followed) {
      List<PartitionInfo> infos = partitionsOf(topic);
      unresolved |= infos.isEmpty();
      for (PartitionInfo info : infos) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        if (!partitions.containsKey(partition)) {
          added.add(partition);
        }
      }
    }
    added.forEach(partition -> add(partition, PartitionProgress.UNKNOWN));
    if (!consumer.assignment().equals(partitions.keySet())) {
      consumer.assign(partitions.keySet());
    }
    startPositions.forEach(consumer::seek);
    startPositions.clear();
    // One by one: Kafka takes an empty collection for all partitions.
    added.forEach(partition -> consumer.seekToBeginning(List.of(partition)));
    lookedNanos = System.nanoTime();
  }

  /** None where the topic is not known yet: the others are not to wait for it. */
  private List<PartitionInfo> partitionsOf(String topic) {
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, LOOK_TIMEOUT);
      return infos == null ? List.of() : infos;
    } catch (TimeoutException | AuthorizationException e) {
      LOG.debug("the partitions of {} are not known", topic, e);
      return List.of();
    }
  }

  @Override
  public @Nullable PartitionProgress progress(TopicPartition partition) {
    return partitions.get(partition);
  }

  @Override
  public PartitionProgress restart(TopicPartition partition, long position) {
    PartitionProgress restarted = add(partition, position);
    consumer.seek(partition, position);
    return restarted;
  }

  @Override
  public void tend() {
    long againNanos = unresolved ? LOOK_AGAIN_NANOS : LOOK_FOR_MORE_NANOS;
    if (System.nanoTime() - lookedNanos > againNanos) {
      look();
    }
  }

  @Override
  public void refused(RuntimeException failure) {}

  @Override
  public void finish(Duration timeout) {}

  private PartitionProgress add(TopicPartition partition, long position) {
    PartitionProgress added =
        new PartitionProgress(
            partition, names.address(partition.topic()), position, AcknowledgedAhead.NOTHING);
    partitions.put(partition, added);
    return added;
  }
}
