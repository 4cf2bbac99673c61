package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;

/** Creates the topics of boards, as the URI wants them. Thread-safe. */
final class BoardTopics {

  /** So many topics for the answers to all clients. */
  private static final int REPLY_BOARDS = 8;

  private static final String REPLIES = "_reply.";
  private static final String REQUESTS = "_requests";

  /** So that several services can share the requests. */
  private static final int REQUEST_PARTITIONS = 8;

  /** Where subscribers say, again and again, that they are there. */
  private static final String ATTENDANCE = "_registry.seen";

  private static final long SHORT_RETENTION_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final KafkaSettings settings;
  private final TopicNames names;
  private final Administration administration;

  BoardTopics(KafkaSettings settings, TopicNames names, Administration administration) {
    this.settings = settings;
    this.names = names;
    this.administration = administration;
  }

  TopicNames names() {
    return names;
  }

  /** One of the few boards on which all clients are answered; what is there is soon deleted. */
  static BoardName anyReplyBoard() {
    return BoardName.of(REPLIES + ThreadLocalRandom.current().nextInt(REPLY_BOARDS));
  }

  /**
   * Creates a board's topic where there is none, and waits until the leaders of its partitions have
   * set them up: before that a leader refuses the first batch of a producer and then takes the
   * second, so that the first can never follow. Does not block.
   *
   * @return completes with the number of its partitions; fails with what Kafka says, for example
   *     that it takes the name for another's, or that this client may not create it
   */
  CompletionStage<Integer> open(BoardName board) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(ClientProperties.largestRecordBytes(maxBodyBytes(board))));
    if (settings.retentionMillis() != KafkaSettings.BROKERS_OWN) {
      configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.retentionMillis()));
    }
    int partitions = settings.partitions();
    if (board.value().startsWith(REPLIES) || board.value().equals(ATTENDANCE)) {
      String retention = Long.toString(SHORT_RETENTION_MILLIS);
      configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
      configuration.put(TopicConfig.SEGMENT_MS_CONFIG, retention);
      partitions = 1;
    } else if (board.value().equals(REQUESTS)) {
      partitions = Math.max(partitions, REQUEST_PARTITIONS);
    }
    return open(names.topic(board), partitions, configuration);
  }

  /**
   * Creates a board's topic where there is none, and waits for it; does nothing where this client
   * may not.
   *
   * @throws org.topicboards.broker.BrokerException if Kafka refuses the name or cannot be asked
   */
  void ensure(BoardName board) {
    try {
      Integer unused =
          administration.answers().awaitKnown("open board " + board, () -> open(board));
    } catch (AccessRefusedException e) {
      // Somebody else may create it.
    }
  }

  /**
   * Creates the register of subscriptions where there is none, and waits for it: the last record of
   * each is kept.
   *
   * @throws AccessRefusedException where there is none and this client may not create it
   */
  void ensureRegister() {
    Map<String, String> compacted =
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    Integer unused =
        administration
            .answers()
            .awaitKnown(
                "create the register of subscriptions", () -> open(names.register(), 1, compacted));
  }

  /** What a foreign tool could post must not fail to be set aside. */
  private long maxBodyBytes(BoardName board) {
    return board.isSystem() ? PublishBounds.LARGEST_MAX_BODY_BYTES : settings.maxBodyBytes();
  }

  private CompletionStage<Integer> open(
      String topic, int partitions, Map<String, String> configuration) {
    Optional<Short> replication =
        settings.replication() == KafkaSettings.BROKERS_OWN
            ? Optional.empty()
            : Optional.of(settings.replication());
    NewTopic wanted =
        new NewTopic(topic, Optional.of(partitions), replication).configs(configuration);
    return administration
        .createTopic(wanted)
        .thenCompose(creation -> partitionsOf(wanted, creation))
        .thenCompose(count -> administration.awaitLeaders(topic, count));
  }

  private CompletionStage<Integer> partitionsOf(NewTopic wanted, Administration.Creation creation) {
    if (creation == Administration.Creation.CREATED) {
      return CompletableFuture.completedStage(wanted.numPartitions());
    }
    return administration
        .countPartitions(wanted.name())
        .exceptionally(
            failure -> {
              throw new CompletionException(
                  named(wanted.name(), creation, Administration.unwrapped(failure)));
            });
  }

  /** Kafka does not always say which topic it refuses, or that it is one that is missing. */
  private static Throwable named(
      String topic, Administration.Creation creation, Throwable failure) {
    if (failure instanceof TopicAuthorizationException) {
      return new TopicAuthorizationException(Set.of(topic));
    }
    return creation == Administration.Creation.FORBIDDEN
            && failure instanceof UnknownTopicOrPartitionException
        ? new TopicAuthorizationException(Set.of(topic + " (to create it)"))
        : failure;
  }
}
