package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What is asked of a Kafka cluster beside records: topics, offsets, groups. Every call blocks
 * unless it says otherwise, at most for the connect timeout, and throws exceptions of the contract.
 * Thread-safe.
 */
final class Administration implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Admin admin;
  private final Duration timeout;
  private final ExceptionTranslator translator;

  Administration(Admin admin, Duration timeout, ExceptionTranslator translator) {
    this.admin = admin;
    this.timeout = timeout;
    this.translator = translator;
  }

  /** The id of the cluster; fails where it cannot be reached. */
  String clusterId() {
    return await("connect", admin.describeCluster().clusterId());
  }

  /** The names of all topics that are not Kafka's own. */
  Set<String> topics() {
    return await("list topics", admin.listTopics().names());
  }

  /** Creates a topic where there is none. Does not block; fails with what Kafka says. */
  CompletionStage<Creation> createTopic(NewTopic topic) {
    return admin
        .createTopics(List.of(topic))
        .all()
        .toCompletionStage()
        .handle(
            (created, failure) -> {
              if (failure == null) {
                return Creation.CREATED;
              }
              Throwable cause = unwrapped(failure);
              if (cause instanceof TopicExistsException) {
                return Creation.EXISTS;
              }
              if (cause instanceof AuthorizationException) {
                return Creation.FORBIDDEN;
              }
              throw new CompletionException(cause);
            });
  }

  /** How many partitions a topic has. Does not block; fails with what Kafka says. */
  CompletionStage<Integer> countPartitions(String topic) {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .thenApply(descriptions -> descriptions.values().iterator().next().partitions().size());
  }

  /**
   * Completes with the number of a topic's partitions once the leader of each has set it up. Does
   * not block; fails with what Kafka says.
   */
  CompletionStage<Integer> awaitLeaders(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().toCompletionStage().thenApply(Map::size);
  }

  /**
   * Fails unless this client may read those of the topics that exist.
   *
   * @throws org.topicboards.broker.AccessRefusedException naming the first that it may not
   */
  void requireReadable(Collection<String> topics) {
    admin
        .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues()
        .forEach(this::requireReadable);
  }

  private void requireReadable(String topic, KafkaFuture<TopicDescription> description) {
    try {
      Set<AclOperation> allowed =
          awaitOrThrow("read topic " + topic, description).authorizedOperations();
      if (allowed != null && !allowed.contains(AclOperation.READ)) {
        throw translator.translate(
            "read topic " + topic, new TopicAuthorizationException(Set.of(topic)));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw translator.translate("read topic " + topic, e);
      }
    }
  }

  /** Whether the cluster answers within this time. Does not block. */
  CompletableFuture<Boolean> answers(Duration within) {
    return admin
        .describeCluster(new DescribeClusterOptions().timeoutMs((int) within.toMillis()))
        .clusterId()
        .toCompletionStage()
        .handle((clusterId, failure) -> failure == null)
        .toCompletableFuture();
  }

  /** The partitions of those topics that exist. */
  Set<TopicPartition> partitions(Collection<String> topics) {
    Set<TopicPartition> partitions = new HashSet<>();
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        admin.describeTopics(topics).topicNameValues();
    descriptions.forEach(
        (topic, description) -> {
          try {
            awaitOrThrow("describe topic " + topic, description)
                .partitions()
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw translator.translate("describe topic " + topic, e);
            }
          }
        });
    return partitions;
  }

  /** The offsets that the next records will get. */
  Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** The offsets of the oldest records there are. */
  Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  /** The positions of a group; empty if there is no such group. */
  Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    try {
      awaitOrThrow(
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
        throw translator.translate("read the positions of group " + group, e);
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
      awaitOrThrow(
          "set the positions of group " + group,
          admin.alterConsumerGroupOffsets(group, positions).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownMemberIdException
          || e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      throw translator.translate("set the positions of group " + group, e);
    }
  }

  /** Drops positions of a group, except where somebody uses them. */
  void forget(String group, Set<TopicPartition> partitions) {
    try {
      awaitOrThrow(
          "drop positions of group " + group,
          admin.deleteConsumerGroupOffsets(group, partitions).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupSubscribedToTopicException)
          && !(e.getCause() instanceof GroupIdNotFoundException)) {
        throw translator.translate("drop positions of group " + group, e);
      }
    }
  }

  /** How many members a group has; nothing if there is no such group. */
  Optional<Integer> members(String group) {
    try {
      ConsumerGroupDescription description =
          awaitOrThrow(
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
      throw translator.translate("describe group " + group, e);
    }
  }

  /**
   * Deletes a group.
   *
   * @return whether there was one
   */
  boolean deleteGroup(String group) {
    try {
      awaitOrThrow("delete group " + group, admin.deleteConsumerGroups(List.of(group)).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw translator.translate("remove subscription of group " + group, e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        await("read offsets", admin.listOffsets(wanted).all());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** What a stage failed with, without what stages wrap it in. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private <T> T await(String doing, KafkaFuture<T> future) {
    try {
      return awaitOrThrow(doing, future);
    } catch (ExecutionException e) {
      throw translator.translate(doing, e);
    }
  }

  private <T> T awaitOrThrow(String doing, KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translator.translate(doing, e);
    } catch (TimeoutException e) {
      throw translator.translate(doing, e);
    }
  }

  /** What became of a topic that was to be there. */
  enum Creation {
    CREATED,
    EXISTS,
    /** This client may not create it, so that only an existing one will do. */
    FORBIDDEN
  }
}
