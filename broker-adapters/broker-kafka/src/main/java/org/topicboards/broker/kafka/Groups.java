package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** Durable subscriptions as consumer groups: attaching to one, how it stands, removing it. */
final class Groups {

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Administration administration;
  private final GroupAdministration groups;
  private final SubscriptionRegister register;
  private final TopicNames names;
  private final Duration timeout;

  Groups(
      Administration administration,
      SubscriptionRegister register,
      TopicNames names,
      Duration timeout) {
    this.administration = administration;
    this.groups = administration.groups();
    this.register = register;
    this.names = names;
    this.timeout = timeout;
  }

  /** Sets the group's positions up, before its first member or the next one joins. */
  GroupAttachment attach(SubscriptionName name, SubscriptionOptions options) {
    if (options.isArchive()) {
      register.ensure();
      return GroupAttachment.archive();
    }
    return GroupAttachment.of(name, options, administration, register, names);
  }

  /** How a subscription stands, or nothing if there is none of that name. */
  Optional<SubscriptionStatus> status(SubscriptionName name) {
    Set<String> topics = administration.topics();
    Optional<List<BoardPattern>> patterns = patterns(name, topics);
    Optional<Integer> members = groups.members(names.group(name));
    if (members.isEmpty() && (patterns.isEmpty() || SubscriptionName.ARCHIVE.equals(name))) {
      return Optional.empty();
    }
    Map<TopicPartition, OffsetAndMetadata> committed = groups.committed(names.group(name));
    Set<TopicPartition> partitions =
        administration.partitions(
            topics.stream()
                .filter(topic -> names.matches(topic, patterns.orElse(List.of())))
                .toList());
    Map<TopicPartition, Long> beginnings = administration.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = administration.endOffsets(partitions);
    long waiting = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata position = committed.get(partition);
      long beginning = beginnings.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      if (position == null) {
        waiting += end - beginning;
      } else {
        long ahead =
            AcknowledgedAhead.parse(position.metadata(), PartitionProgress.MOST_AHEAD)
                .acknowledged()
                .cardinality();
        waiting += Math.max(0, end - Math.max(beginning, position.offset()) - ahead);
      }
    }
    return Optional.of(new SubscriptionStatus(waiting, members.orElse(0)));
  }

  /**
   * Removes a subscription. A member that has just left may still be counted for a moment.
   *
   * @return whether there was one
   */
  boolean remove(SubscriptionName name) {
    boolean registered =
        administration.topics().contains(names.register()) && register.find(name).isPresent();
    boolean deleted = deleteGroup(names.group(name));
    if (registered) {
      register.remove(name);
    }
    return registered || deleted;
  }

  private boolean deleteGroup(String group) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        return groups.deleteGroup(group);
      } catch (BrokerException e) {
        boolean inUse =
            e.getCause() != null && e.getCause().getCause() instanceof GroupNotEmptyException;
        if (!inUse || System.nanoTime() > deadlineNanos) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<List<BoardPattern>> patterns(SubscriptionName name, Set<String> topics) {
    if (SubscriptionName.ARCHIVE.equals(name)) {
      return Optional.of(SubscriptionOptions.archive().patterns());
    }
    return topics.contains(names.register()) ? register.find(name) : Optional.empty();
  }
}
