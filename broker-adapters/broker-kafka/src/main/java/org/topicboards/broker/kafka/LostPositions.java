package org.topicboards.broker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Gap;

/** Positions that the broker no longer has. Used on the poll thread alone. */
final class LostPositions {

  private static final Logger LOG = LoggerFactory.getLogger(LostPositions.class);

  private final String label;
  private final Consumer<byte[], byte[]> consumer;
  private final Feed feed;
  private final DeliveryLoop deliveries;
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  LostPositions(
      String label, Consumer<byte[], byte[]> consumer, Feed feed, DeliveryLoop deliveries) {
    this.label = label;
    this.consumer = consumer;
    this.feed = feed;
    this.deliveries = deliveries;
  }

  /** Notes what a poll was refused for. */
  void add(Map<TopicPartition, Long> lost) {
    positions.putAll(lost);
  }

  /**
   * Tells what is lost, and goes on with what the broker still has.
   *
   * @throws org.apache.kafka.common.KafkaException if it does not say what that is: to be called
   *     again, before the next poll
   */
  void goOnWhereRecordsAre() {
    if (positions.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> oldest = consumer.beginningOffsets(positions.keySet());
    positions.forEach(
        (partition, position) -> {
          PartitionProgress progress = feed.progress(partition);
          Long beginning = oldest.get(partition);
          if (progress != null && beginning != null) {
            goOn(progress, position, beginning);
          }
        });
    positions.clear();
  }

  private void goOn(PartitionProgress progress, long position, long beginning) {
    TopicPartition partition = progress.partition();
    boolean expired = beginning > position;
    String reason =
        expired
            ? "they expired on the broker before they were delivered"
            : "the board was deleted and created anew on the broker";
    LOG.info("{}: offset {} of {} is gone: {}", label, position, partition, reason);
    if (progress.board() != null) {
      deliveries.add(
          new Gap(
              progress.board(),
              expired ? OptionalLong.of(beginning - position) : OptionalLong.empty(),
              reason));
    }
    // The new position is kept once the handler knows of the gap, not before.
    if (expired && progress.isWithinReach(beginning)) {
      consumer.seek(partition, beginning); // what was read before is still to be settled
      deliveries.afterwards(() -> progress.skipTo(beginning));
    } else {
      PartitionProgress restarted = feed.restart(partition, beginning);
      deliveries.afterwards(restarted::changed);
    }
  }
}
