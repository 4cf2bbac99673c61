package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits a member's positions. Used on its poll thread alone. */
final class PositionCommits {

  private static final Logger LOG = LoggerFactory.getLogger(PositionCommits.class);

  private static final long COMMIT_EVERY_MILLIS = 20;
  private static final long COMMIT_EVERY_NANOS = COMMIT_EVERY_MILLIS * 1_000_000;

  private final String group;
  private final Consumer<byte[], byte[]> consumer;
  private int longestMetadata = AcknowledgedAhead.LONGEST_TEXT;
  private boolean committing;
  private long committedNanos = System.nanoTime();
  private @Nullable String lastFailure;

  PositionCommits(String group, Consumer<byte[], byte[]> consumer) {
    this.group = group;
    this.consumer = consumer;
  }

  /** Begins to commit what has changed, every {@value #COMMIT_EVERY_MILLIS} ms. Does not block. */
  void tend(Map<TopicPartition, PartitionProgress> partitions) {
    long nowNanos = System.nanoTime();
    if (committing || nowNanos - committedNanos < COMMIT_EVERY_NANOS) {
      return;
    }
    committedNanos = nowNanos;
    Map<TopicPartition, OffsetAndMetadata> changes = changes(partitions.values());
    if (!changes.isEmpty()) {
      committing = true;
      consumer.commitAsync(changes, (tried, failure) -> committed(partitions, tried, failure));
    }
  }

  private void committed(
      Map<TopicPartition, PartitionProgress> partitions,
      Map<TopicPartition, OffsetAndMetadata> tried,
      @Nullable Exception failure) {
    committing = false;
    if (failure == null) {
      lastFailure = null;
      return;
    }
    if (!isShortened(failure)) {
      tell(failure);
    }
    for (TopicPartition partition : tried.keySet()) {
      PartitionProgress progress = partitions.get(partition);
      if (progress != null) {
        progress.changed();
      }
    }
  }

  /**
   * Commits what has changed, waiting for it.
   *
   * @param last whether nobody tries again
   * @return false if the group is being rebalanced, so that it is to be tried again
   */
  boolean commit(Collection<PartitionProgress> which, Duration timeout, boolean last) {
    while (true) {
      Map<TopicPartition, OffsetAndMetadata> changes = changes(which);
      try {
        if (!changes.isEmpty()) {
          commit(changes, timeout);
        }
        return true;
      } catch (KafkaException e) {
        boolean shortened = isShortened(e);
        if (!shortened && (last || !(e instanceof RebalanceInProgressException))) {
          LOG.warn(
              "{}: acknowledged messages may be delivered again: {}",
              group,
              ExceptionTranslator.firstLine(e));
          return true;
        }
        which.forEach(PartitionProgress::changed);
        if (!shortened) {
          return false;
        }
      }
    }
  }

  /**
   * Commits these positions, waiting for it.
   *
   * @throws KafkaException if that fails
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> positions, Duration timeout) {
    awake(
        () -> {
          consumer.commitSync(positions, timeout);
          return positions;
        });
  }

  /** Does what wake-ups, meant for polls, may interrupt. */
  static <T> T awake(Supplier<T> task) {
    while (true) {
      try {
        return task.get();
      } catch (WakeupException e) {
        // The next one takes an event of its own, so that this comes to an end.
      }
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> changes(Collection<PartitionProgress> which) {
    Map<TopicPartition, OffsetAndMetadata> changes = new HashMap<>();
    for (PartitionProgress progress : which) {
      progress
          .takeChange(longestMetadata)
          .ifPresent(change -> changes.put(progress.partition(), change));
    }
    return changes;
  }

  /** Whether the broker takes less metadata than was tried, so that less is tried next. */
  private boolean isShortened(Exception failure) {
    if (!(failure instanceof OffsetMetadataTooLarge) || longestMetadata == 0) {
      return false;
    }
    longestMetadata /= 2;
    LOG.debug("{}: metadata of at most {} characters from now on", group, longestMetadata);
    return true;
  }

  /** What does not pass by itself is told once. */
  private void tell(Exception failure) {
    String line = ExceptionTranslator.firstLine(failure);
    boolean passes =
        failure instanceof RetriableException || failure instanceof RebalanceInProgressException;
    if (!passes && !line.equals(lastFailure)) {
      LOG.warn("{}: acknowledgements are not kept by the broker, trying on: {}", group, line);
      lastFailure = line;
    }
    LOG.debug("{}: not committed, tried again later: {}", group, line);
  }
}
