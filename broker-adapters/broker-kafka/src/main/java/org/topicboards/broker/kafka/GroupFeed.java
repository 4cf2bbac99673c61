package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerClosedException;

/**
 * The partitions that a consumer group gives to this member. What is acknowledged is committed
 * every few milliseconds, and before a partition goes to another member.
 */
final class GroupFeed implements Feed, ConsumerRebalanceListener {

  private static final Duration REBALANCE_POLL = Duration.ofMillis(50);
  private static final Duration REVOKE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicNames names;
  private final DeliveryLoop deliveries;
  private final Map<TopicPartition, Long> startPositions;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
  private final PositionCommits commits;
  private boolean incomplete;
  private boolean finished;

  /**
   * @param startPositions where to begin in partitions in which the group has no position; in all
   *     others it begins with the first record
   */
  GroupFeed(
      String group,
      Consumer<byte[], byte[]> consumer,
      TopicNames names,
      DeliveryLoop deliveries,
      Map<TopicPartition, Long> startPositions) {
    this.consumer = consumer;
    this.names = names;
    this.deliveries = deliveries;
    this.startPositions = startPositions;
    this.commits = new PositionCommits(group, consumer);
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
  public PartitionProgress restart(TopicPartition partition, long position) {
    release(partition);
    PartitionProgress restarted =
        new PartitionProgress(
            partition, names.address(partition.topic()), position, AcknowledgedAhead.NOTHING);
    partitions.put(partition, restarted);
    consumer.seek(partition, position);
    return restarted;
  }

  @Override
  public void tend() {
    if (incomplete) {
      try {
        setUp(consumer.assignment());
      } catch (RebalanceInProgressException e) {
        // Over once this member has polled again, which sets up what it is given then.
      }
    }
    commits.tend(partitions);
  }

  /** Whoever waits for this to join need not wait for longer. */
  @Override
  public void refused(RuntimeException failure) {
    if (!(failure instanceof TopicAuthorizationException)) {
      joined.completeExceptionally(failure);
    }
  }

  @Override
  public void finish(Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    boolean settled = false;
    while (!settled) {
      boolean last = System.nanoTime() > deadlineNanos;
      settled = commits.commit(partitions.values(), timeout, last) || last;
      if (!settled) {
        completeRebalance();
      }
    }
    finished = true;
    boolean unused =
        joined.completeExceptionally(new BrokerClosedException("the subscription is closed"));
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
    Map<TopicPartition, OffsetAndMetadata> positions = positions(added, unread);
    added.forEach(partition -> begin(partition, positions.get(partition)));
    incomplete = false;
    boolean unused = joined.complete(null);
  }

  /**
   * Where to begin. A start that is not the first record is kept at once: what comes after it must
   * not be passed over by the next member if this one leaves without having received anything.
   */
  private Map<TopicPartition, OffsetAndMetadata> positions(
      Set<TopicPartition> added, Set<TopicPartition> unread) {
    Set<TopicPartition> wanted = new HashSet<>(added);
    unread.stream().filter(startPositions::containsKey).forEach(wanted::add);
    Map<TopicPartition, OffsetAndMetadata> positions =
        new HashMap<>(PositionCommits.awake(() -> consumer.committed(wanted)));
    Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
    for (TopicPartition partition : wanted) {
      Long start = startPositions.get(partition);
      if (start != null && positions.get(partition) == null) {
        starts.put(partition, new OffsetAndMetadata(start));
      }
    }
    if (!starts.isEmpty()) {
      commits.commit(starts, REVOKE_TIMEOUT);
      positions.putAll(starts);
    }
    return positions;
  }

  /**
   * Sets a partition up. Without any position it begins with the first record there ever was: if
   * that has expired, the subscription is told of a gap.
   */
  private void begin(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    long position = committed == null ? 0 : committed.offset();
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
      boolean unused = commits.commit(ours, REVOKE_TIMEOUT, true);
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
}
