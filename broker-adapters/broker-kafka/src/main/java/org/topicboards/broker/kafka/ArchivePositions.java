package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.SubscriptionName;

/**
 * How far the archive's group is: it has everything that was posted before a moment when its
 * positions are beyond the ends that all boards had then. Thread-safe.
 */
final class ArchivePositions {

  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Administration administration;
  private final TopicNames names;

  ArchivePositions(Administration administration, TopicNames names) {
    this.administration = administration;
    this.names = names;
  }

  /** Waits until the archive has what there is now; false if the time runs out. */
  boolean await(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    Map<TopicPartition, Long> awaited = endsOfWhatHoldsRecords();
    String group = names.group(SubscriptionName.ARCHIVE);
    while (true) {
      Map<TopicPartition, OffsetAndMetadata> committed = administration.groups().committed(group);
      awaited
          .entrySet()
          .removeIf(
              end -> {
                OffsetAndMetadata position = committed.get(end.getKey());
                return position != null && position.offset() >= end.getValue();
              });
      if (awaited.isEmpty()) {
        return true;
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private Map<TopicPartition, Long> endsOfWhatHoldsRecords() {
    Set<String> topics =
        administration.topics().stream()
            .filter(topic -> names.matches(topic, SubscriptionOptions.archive().patterns()))
            .collect(Collectors.toSet());
    Set<TopicPartition> partitions = administration.partitions(topics);
    Map<TopicPartition, Long> beginnings = administration.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(administration.endOffsets(partitions));
    ends.entrySet().removeIf(end -> beginnings.getOrDefault(end.getKey(), 0L) >= end.getValue());
    return ends;
  }
}
