package org.topicboards.broker.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.message.Message;

/** A message that was posted and is not yet acknowledged: the stage that its publisher holds. */
final class PendingSend extends CompletableFuture<PublishReceipt> implements Callback {

  private final KafkaPublisher publisher;
  private final BoardRoute route;
  private final Message message;
  private final int bytes;
  private final long postedNanos;

  PendingSend(
      KafkaPublisher publisher, BoardRoute route, Message message, int bytes, long postedNanos) {
    this.publisher = publisher;
    this.route = route;
    this.message = message;
    this.bytes = bytes;
    this.postedNanos = postedNanos;
  }

  BoardRoute route() {
    return route;
  }

  Message message() {
    return message;
  }

  /** When it was posted, by {@link System#nanoTime}. */
  long postedNanos() {
    return postedNanos;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure == null) {
      complete(PublishReceipt.ROUTED);
      // Only now: who waits for an empty window is to find every stage complete.
      publisher.settled(bytes);
    } else {
      fail(publisher.failure(this, failure));
    }
  }

  void fail(BrokerException failure) {
    completeExceptionally(failure);
    publisher.settled(bytes);
  }
}
