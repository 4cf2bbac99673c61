package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What is asked of a Kafka cluster beside records and groups: topics, offsets. Every call blocks
 * unless it says otherwise, at most for the connect timeout, and throws exceptions of the contract.
 * Thread-safe.
 */
final class Administration implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Admin admin;
  private final Answers answers;

  Administration(Admin admin, Answers answers) {
    this.admin = admin;
    this.answers = answers;
  }

  /** What the same cluster is asked, to be waited for. */
  Answers answers() {
    return answers;
  }

  /** The same cluster's groups. */
  GroupAdministration groups() {
    return new GroupAdministration(admin, answers);
  }

  /** The id of the cluster; fails where it cannot be reached. */
  String clusterId() {
    return answers.await(ExceptionTranslator.CONNECT, admin.describeCluster().clusterId());
  }

  /** The names of all topics that are not Kafka's own. */
  Set<String> topics() {
    return answers.await("list topics", admin.listTopics().names());
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
    if (topics.isEmpty()) {
      return;
    }
    admin
        .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues()
        .forEach(this::requireReadable);
  }

  private void requireReadable(String topic, KafkaFuture<TopicDescription> description) {
    try {
      Set<AclOperation> allowed =
          answers.awaitOrThrow("read topic " + topic, description).authorizedOperations();
      if (allowed != null && !allowed.contains(AclOperation.READ)) {
        throw answers
            .translator()
            .translate("read topic " + topic, new TopicAuthorizationException(Set.of(topic)));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw answers.translator().translate("read topic " + topic, e);
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
            answers
                .awaitOrThrow("describe topic " + topic, description)
                .partitions()
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw answers.translator().translate("describe topic " + topic, e);
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

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        answers.await("read offsets", admin.listOffsets(wanted).all());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** What a stage failed with, without what stages wrap it in. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** What became of a topic that was to be there. */
  enum Creation {
    CREATED,
    EXISTS,
    /** This client may not create it, so that only an existing one will do. */
    FORBIDDEN
  }
}
