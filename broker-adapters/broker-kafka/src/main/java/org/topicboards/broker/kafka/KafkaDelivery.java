package org.topicboards.broker.kafka;

import org.topicboards.broker.spi.InboundDelivery;
import org.topicboards.message.Message;

/** A delivery by its offset in a partition. */
final class KafkaDelivery extends InboundDelivery {

  private final Prefetch prefetch;
  private final PartitionProgress progress;
  private final long offset;
  private final int bytes;

  KafkaDelivery(
      Prefetch prefetch, PartitionProgress progress, long offset, int bytes, Message message) {
    super(progress.address(), progress.board(), message, progress.wasDelivered(offset));
    this.prefetch = prefetch;
    this.progress = progress;
    this.offset = offset;
    this.bytes = bytes;
  }

  @Override
  protected void acknowledgeOnTransport() {
    if (progress.acknowledge(offset, bytes)) {
      prefetch.release(1, bytes);
    }
  }

  @Override
  protected boolean isStale() {
    return progress.isRevoked();
  }
}
