package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * What is asked of a Kafka cluster about consumer groups. Every call blocks, at most for the
 * connect timeout, and throws exceptions of the contract. Thread-safe.
 */
final class GroupAdministration {

  private final Admin admin;
  private final Answers answers;

  GroupAdministration(Admin admin, Answers answers) {
    this.admin = admin;
    this.answers = answers;
  }

  /** The positions of a group; empty if there is no such group. */
  Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    try {
      answers
          .awaitOrThrow(
              "read the positions of group " + group,
              admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, position) -> {
                if (position != null) {
                  committed.put(partition, position);
                }
              });
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw answers.translator().translate("read the positions of group " + group, e);
      }
    }
    return committed;
  }

  /**
   * Sets positions of a group in which nobody is.
   *
   * @return false if somebody is, so that nothing was set
   */
  boolean commit(String group, Map<TopicPartition, OffsetAndMetadata> positions) {
    try {
      answers.awaitOrThrow(
          "set the positions of group " + group,
          admin.alterConsumerGroupOffsets(group, positions).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownMemberIdException
          || e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      throw answers.translator().translate("set the positions of group " + group, e);
    }
  }

  /** Drops positions of a group, except where somebody uses them. */
  void forget(String group, Set<TopicPartition> partitions) {
    try {
      answers.awaitOrThrow(
          "drop positions of group " + group,
          admin.deleteConsumerGroupOffsets(group, partitions).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupSubscribedToTopicException)
          && !(e.getCause() instanceof GroupIdNotFoundException)) {
        throw answers.translator().translate("drop positions of group " + group, e);
      }
    }
  }

  /** How many members a group has; nothing if there is no such group. */
  Optional<Integer> members(String group) {
    try {
      ConsumerGroupDescription description =
          answers.awaitOrThrow(
              "describe group " + group,
              admin
                  .describeConsumerGroups(List.of(group))
                  .all()
                  .thenApply(descriptions -> descriptions.values().iterator().next()));
      return Optional.of(description.members().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw answers.translator().translate("describe group " + group, e);
    }
  }

  /**
   * Deletes a group.
   *
   * @return whether there was one
   */
  boolean deleteGroup(String group) {
    try {
      answers.awaitOrThrow(
          "delete group " + group, admin.deleteConsumerGroups(List.of(group)).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw answers.translator().translate("remove subscription of group " + group, e);
    }
  }
}
