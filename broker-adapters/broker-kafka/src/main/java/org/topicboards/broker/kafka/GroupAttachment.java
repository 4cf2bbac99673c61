package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.topicboards.broker.Gap;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/**
 * What happens before a member joins the group of a durable subscription, so that nothing is lost
 * when it leaves without having received anything: a new one gets the ends of all its boards as
 * positions, and with new patterns so do the boards that only these match. What has no position
 * after that is a board that was created later, and is read from its beginning.
 *
 * @param startPositions for partitions in which the group has no position, because others were in
 *     it when they would have been set
 * @param isNew whether this may be the group's first member
 * @param gaps what the broker has forgotten
 */
record GroupAttachment(Map<TopicPartition, Long> startPositions, boolean isNew, List<Gap> gaps) {

  private static final String FORGOTTEN =
      "the broker has forgotten how far the subscription was (offsets.retention.minutes): all that is"
          + " still there is delivered, perhaps again";

  /** The archive wants everything there is, from the first member on. */
  static GroupAttachment archive() {
    return new GroupAttachment(Map.of(), false, List.of());
  }

  /** Attaches a subscription with this name to its group. */
  static GroupAttachment of(
      SubscriptionName name,
      SubscriptionOptions options,
      Administration administration,
      SubscriptionRegister register,
      TopicNames names) {
    register.ensure();
    String group = names.group(name);
    Set<String> topics = administration.topics();
    Optional<List<BoardPattern>> known = register.find(name);
    Map<TopicPartition, OffsetAndMetadata> committed = administration.committed(group);
    Set<String> startNow =
        topics.stream()
            .filter(topic -> names.matches(topic, options.patterns()))
            .filter(topic -> known.isEmpty() || !names.matches(topic, known.get()))
            .collect(Collectors.toSet());
    boolean isNew = known.isEmpty() && committed.isEmpty();
    if (known.isEmpty() && !isNew) {
      startNow = Set.of(); // a group that was made by other means keeps its meaning
    }
    Map<TopicPartition, Long> ends =
        startNow.isEmpty()
            ? Map.of()
            : administration.endOffsets(
                administration.partitions(startNow).stream()
                    .filter(partition -> !committed.containsKey(partition))
                    .toList());
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    ends.forEach((partition, end) -> positions.put(partition, new OffsetAndMetadata(end)));
    boolean forgotten = known.isPresent() && !committed.containsKey(register.partition());
    if (!committed.containsKey(register.partition())) {
      positions.put(register.partition(), new OffsetAndMetadata(0));
    }
    if (!positions.isEmpty()) {
      administration.commit(group, positions);
    }
    if (known.isEmpty() || !Set.copyOf(known.get()).equals(Set.copyOf(options.patterns()))) {
      register.put(name, options.patterns());
      dropUnmatched(group, committed, options, administration, register, names);
    }
    return new GroupAttachment(
        ends, isNew, forgotten ? gaps(topics, options.patterns(), names) : List.of());
  }

  /** Positions on boards that the patterns no longer match: asked for again, they start anew. */
  private static void dropUnmatched(
      String group,
      Map<TopicPartition, OffsetAndMetadata> committed,
      SubscriptionOptions options,
      Administration administration,
      SubscriptionRegister register,
      TopicNames names) {
    Set<TopicPartition> unmatched = new HashSet<>(committed.keySet());
    unmatched.removeIf(
        partition ->
            partition.equals(register.partition())
                || names.matches(partition.topic(), options.patterns()));
    if (!unmatched.isEmpty()) {
      administration.forget(group, unmatched);
    }
  }

  private static List<Gap> gaps(Set<String> topics, List<BoardPattern> patterns, TopicNames names) {
    return topics.stream()
        .filter(topic -> names.matches(topic, patterns))
        .map(names::address)
        .filter(BoardName::isValid)
        .map(address -> new Gap(BoardName.of(address), OptionalLong.empty(), FORGOTTEN))
        .toList();
  }
}
