package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;

/** Creates the topics of boards, as the URI wants them. Thread-safe. */
final class BoardTopics {

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

  /**
   * Creates a board's topic where there is none; does nothing where this client may not.
   *
   * @throws org.topicboards.broker.BrokerException if Kafka refuses the name, for example because
   *     it takes it for another's, or cannot be asked
   */
  void ensure(BoardName board) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(ClientProperties.largestRecordBytes(maxBodyBytes(board))));
    if (settings.retentionMillis() != KafkaSettings.BROKERS_OWN) {
      configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.retentionMillis()));
    }
    create(names.topic(board), settings.partitions(), configuration);
  }

  /** Creates the register of subscriptions where there is none: the last record of each is kept. */
  void ensureRegister() {
    create(
        names.register(),
        1,
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
  }

  /** What a foreign tool could post must not fail to be set aside. */
  private long maxBodyBytes(BoardName board) {
    return board.isSystem() ? PublishBounds.LARGEST_MAX_BODY_BYTES : settings.maxBodyBytes();
  }

  private void create(String topic, int partitions, Map<String, String> configuration) {
    Optional<Short> replication =
        settings.replication() == KafkaSettings.BROKERS_OWN
            ? Optional.empty()
            : Optional.of(settings.replication());
    administration.ensureTopic(
        new NewTopic(topic, Optional.of(partitions), replication).configs(configuration));
  }
}
