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
import org.jspecify.annotations.Nullable;

/**
 * Partitions read without a group: those there were at the start from their end, later ones from
 * their beginning. Nothing is left on the broker.
 */
final class EphemeralFeed implements Feed {

  private static final long LOOK_AGAIN_NANOS = 200_000_000;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicNames names;
  private final Map<TopicPartition, Long> startPositions;
  private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
  private Set<String> followed = Set.of();

  /** Some topic is so new that its partitions were not known. */
  private boolean unresolved;

  private long lookedNanos;

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
    partitions.keySet().removeIf(partition -> !topics.contains(partition.topic()));
    startPositions.forEach(this::add);
    Set<TopicPartition> added = new HashSet<>();
    unresolved = false;
    for (String topic : topics) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic);
      unresolved |= infos == null || infos.isEmpty();
      for (PartitionInfo info : infos == null ? List.<PartitionInfo>of() : infos) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        if (!partitions.containsKey(partition)) {
          added.add(partition);
        }
      }
    }
    added.forEach(partition -> add(partition, PartitionProgress.UNKNOWN));
    consumer.assign(partitions.keySet());
    startPositions.forEach(consumer::seek);
    startPositions.clear();
    consumer.seekToBeginning(added);
    lookedNanos = System.nanoTime();
  }

  @Override
  public @Nullable PartitionProgress progress(TopicPartition partition) {
    return partitions.get(partition);
  }

  @Override
  public void restart(TopicPartition partition, long position) {
    add(partition, position);
    consumer.seek(partition, position);
  }

  @Override
  public void tend() {
    if (unresolved && System.nanoTime() - lookedNanos > LOOK_AGAIN_NANOS) {
      follow(followed);
    }
  }

  @Override
  public void finish(Duration timeout) {}

  private void add(TopicPartition partition, long position) {
    partitions.put(
        partition,
        new PartitionProgress(
            partition, names.address(partition.topic()), position, AcknowledgedAhead.NOTHING));
  }
}
