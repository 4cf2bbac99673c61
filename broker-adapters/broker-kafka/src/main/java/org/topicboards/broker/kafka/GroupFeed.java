package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a consumer group gives to this member. What is acknowledged is committed
 * every {@value #COMMIT_EVERY_MILLIS} ms, and before a partition goes to another member.
 */
final class GroupFeed implements Feed, ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(GroupFeed.class);

  private static final long COMMIT_EVERY_MILLIS = 20;
  private static final long COMMIT_EVERY_NANOS = COMMIT_EVERY_MILLIS * 1_000_000;
  private static final Duration REBALANCE_POLL = Duration.ofMillis(50);
  private static final Duration REVOKE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicNames names;
  private final DeliveryLoop deliveries;
  private final Map<TopicPartition, Long> startPositions;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
  private boolean incomplete;
  private boolean committing;
  private boolean finished;
  private long committedNanos = System.nanoTime();

  /**
   * @param startPositions where to begin in partitions in which the group has no position; in all
   *     others it begins with the first record
   */
  GroupFeed(
      Consumer<byte[], byte[]> consumer,
      TopicNames names,
      DeliveryLoop deliveries,
      Map<TopicPartition, Long> startPositions) {
    this.consumer = consumer;
    this.names = names;
    this.deliveries = deliveries;
    this.startPositions = startPositions;
  }

  /** Completes once this consumer is a member of its group. */
  CompletableFuture<Void> joined() {
    return joined;
  }

  /** The register is among the topics, so that there is a group even where there is no board. */
  @Override
  public void follow(Set<String> topics) {
    Set<String> all = new HashSet<>(topics);
    all.add(names.register());
    consumer.subscribe(all, this);
  }

  @Override
  public @Nullable PartitionProgress progress(TopicPartition partition) {
    return partitions.get(partition);
  }

  @Override
  public void restart(TopicPartition partition, long position) {
    release(partition);
    partitions.put(
        partition,
        new PartitionProgress(
            partition, names.address(partition.topic()), position, AcknowledgedAhead.NOTHING));
    consumer.seek(partition, position);
  }

  @Override
  public void tend() {
    if (incomplete) {
      setUp(consumer.assignment());
    }
    long nowNanos = System.nanoTime();
    if (committing || nowNanos - committedNanos < COMMIT_EVERY_NANOS) {
      return;
    }
    committedNanos = nowNanos;
    Map<TopicPartition, OffsetAndMetadata> changes = changes(partitions.values());
    if (!changes.isEmpty()) {
      committing = true;
      consumer.commitAsync(changes, this::committed);
    }
  }

  @Override
  public void finish(Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    boolean settled = false;
    while (!settled) {
      boolean last = System.nanoTime() > deadlineNanos;
      settled = commit(partitions.values(), timeout, last) || last;
      if (!settled) {
        completeRebalance();
      }
    }
    finished = true;
  }

  /** While others join, a commit is refused until this member has polled again. */
  private void completeRebalance() {
    consumer.pause(consumer.assignment());
    try {
      // Nothing that it may bring of new partitions is delivered, so nothing of it is committed.
      consumer.poll(REBALANCE_POLL);
    } catch (WakeupException e) {
      // meant for the polls before
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    incomplete = true; // until it has succeeded: reading the positions can fail
    setUp(assigned);
    joined.complete(null);
  }

  private void setUp(Collection<TopicPartition> assigned) {
    Set<TopicPartition> added = new HashSet<>(assigned);
    added.removeAll(partitions.keySet());
    Set<TopicPartition> unread =
        added.stream()
            .filter(partition -> partition.topic().equals(names.register()))
            .collect(Collectors.toSet());
    // One by one: Kafka takes an empty collection for all partitions.
    unread.forEach(partition -> consumer.seekToEnd(List.of(partition)));
    consumer.pause(unread);
    added.removeAll(unread);
    Map<TopicPartition, OffsetAndMetadata> positions = awake(() -> consumer.committed(added));
    added.forEach(partition -> begin(partition, positions.get(partition)));
    incomplete = false;
  }

  /**
   * Sets a partition up. Without any position it begins with the first record there ever was: if
   * that has expired, the subscription is told of a gap.
   */
  private void begin(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    long start = startPositions.getOrDefault(partition, 0L);
    long position = committed != null ? committed.offset() : start;
    AcknowledgedAhead ahead =
        committed == null
            ? AcknowledgedAhead.NOTHING
            : AcknowledgedAhead.parse(committed.metadata(), PartitionProgress.MOST_AHEAD);
    partitions.put(
        partition,
        new PartitionProgress(partition, names.address(partition.topic()), position, ahead));
    consumer.seek(partition, position);
  }

  /**
   * Lets the handler finish what it has in hand of these partitions and commits it, so that the
   * next member is not given it again.
   */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    List<PartitionProgress> ours =
        partitions.values().stream()
            .filter(progress -> revoked.contains(progress.partition()))
            .toList();
    if (!ours.isEmpty() && !finished) {
      ours.forEach(PartitionProgress::stop);
      deliveries.awaitHandler(REVOKE_TIMEOUT.toMillis());
      commit(ours, REVOKE_TIMEOUT, true);
    }
    revoked.forEach(this::release);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    lost.forEach(this::release);
  }

  private void release(TopicPartition partition) {
    PartitionProgress gone = partitions.remove(partition);
    if (gone != null) {
      deliveries.release(gone.revoke());
    }
  }

  /**
   * Commits what was acknowledged, waiting for it.
   *
   * @param last whether nobody tries again
   * @return false if the group is being rebalanced, so that it is to be tried again
   */
  private boolean commit(Collection<PartitionProgress> which, Duration timeout, boolean last) {
    Map<TopicPartition, OffsetAndMetadata> changes = changes(which);
    if (changes.isEmpty()) {
      return true;
    }
    try {
      awake(
          () -> {
            consumer.commitSync(changes, timeout);
            return changes;
          });
      return true;
    } catch (KafkaException e) {
      if (e instanceof RebalanceInProgressException && !last) {
        which.forEach(PartitionProgress::changeFailed);
        return false;
      }
      LOG.warn(
          "{} acknowledged messages may be delivered again: {}",
          names.prefix() + "boards",
          ExceptionTranslator.firstLine(e));
      return true;
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> changes(
      Collection<PartitionProgress> which) {
    Map<TopicPartition, OffsetAndMetadata> changes = new HashMap<>();
    for (PartitionProgress progress : which) {
      progress.takeChange().ifPresent(change -> changes.put(progress.partition(), change));
    }
    return changes;
  }

  /** Does what a wake-up, meant for a poll, may interrupt. */
  private static <T> T awake(Supplier<T> task) {
    try {
      return task.get();
    } catch (WakeupException e) {
      return task.get();
    }
  }

  private void committed(
      Map<TopicPartition, OffsetAndMetadata> changes, @Nullable Exception failure) {
    committing = false;
    if (failure != null) {
      LOG.debug("not committed, tried again later: {}", ExceptionTranslator.firstLine(failure));
      changes
          .keySet()
          .forEach(
              partition -> {
                PartitionProgress progress = partitions.get(partition);
                if (progress != null) {
                  progress.changeFailed();
                }
              });
    }
  }
}
