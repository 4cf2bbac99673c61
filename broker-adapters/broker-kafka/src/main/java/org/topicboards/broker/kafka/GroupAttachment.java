package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
 * @param mustJoin whether the positions last only once this member is in the group, because it is
 *     the first, or keeps them itself
 * @param gaps what the broker has forgotten
 */
record GroupAttachment(Map<TopicPartition, Long> startPositions, boolean mustJoin, List<Gap> gaps) {

  private static final String FORGOTTEN =
      "the broker has forgotten how far the subscription was (offsets.retention.minutes): all that"
          + " is still there is delivered, perhaps again";

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
    GroupAdministration groups = administration.groups();
    TopicPartition registered = register.partition();
    Set<String> topics = administration.topics();
    Optional<List<BoardPattern>> known = register.find(name);
    Map<TopicPartition, Long> ends =
        ends(
            topics.stream()
                .filter(topic -> names.matches(topic, options.patterns()))
                .filter(topic -> known.isEmpty() || !names.matches(topic, known.get()))
                .toList(),
            administration);
    // Read after the ends: of two who attach at once neither passes over what came for the other.
    Map<TopicPartition, OffsetAndMetadata> committed = groups.committed(group);
    Map<TopicPartition, Long> starts = new HashMap<>();
    boolean madeByOtherMeans =
        known.isEmpty() && !committed.isEmpty() && !committed.containsKey(registered);
    if (!madeByOtherMeans) {
      starts.putAll(ends);
    }
    starts.put(registered, 0L);
    starts.keySet().removeAll(committed.keySet());
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    starts.forEach((partition, start) -> positions.put(partition, new OffsetAndMetadata(start)));
    boolean set = positions.isEmpty() || groups.commit(group, positions);
    if (known.isEmpty() || !Set.copyOf(known.get()).equals(Set.copyOf(options.patterns()))) {
      register.put(name, options.patterns());
      dropUnmatched(group, committed, options, groups, register, names);
    }
    boolean forgotten = known.isPresent() && !committed.containsKey(registered);
    boolean first = known.isEmpty() && committed.isEmpty();
    return new GroupAttachment(
        starts, first || !set, forgotten ? gaps(topics, options.patterns(), names) : List.of());
  }

  private static Map<TopicPartition, Long> ends(
      List<String> topics, Administration administration) {
    return topics.isEmpty()
        ? Map.of()
        : administration.endOffsets(administration.partitions(topics));
  }

  /** Positions on boards that the patterns no longer match: asked for again, they start anew. */
  private static void dropUnmatched(
      String group,
      Map<TopicPartition, OffsetAndMetadata> committed,
      SubscriptionOptions options,
      GroupAdministration groups,
      SubscriptionRegister register,
      TopicNames names) {
    Set<TopicPartition> unmatched = new HashSet<>(committed.keySet());
    unmatched.removeIf(
        partition ->
            partition.equals(register.partition())
                || names.matches(partition.topic(), options.patterns()));
    if (!unmatched.isEmpty()) {
      groups.forget(group, unmatched);
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
