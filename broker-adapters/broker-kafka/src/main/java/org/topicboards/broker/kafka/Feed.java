package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which partitions a subscription reads, and from where. Used on its poll thread alone. */
interface Feed {

  /** The topics that the subscription is to read have changed. */
  void follow(Set<String> topics);

  /** How far a partition is, or null if it is not read. */
  @Nullable PartitionProgress progress(TopicPartition partition);

  /**
   * Goes on at another place, as in a partition of which nothing was read.
   *
   * @return how far it is from now on
   */
  PartitionProgress restart(TopicPartition partition, long position);

  /** Does what is due between two polls; does not block. */
  void tend();

  /** Polling failed in a way that trying again does not mend. */
  void refused(RuntimeException failure);

  /** Keeps what was acknowledged, waiting for it, before the consumer is closed. */
  void finish(Duration timeout);
}
