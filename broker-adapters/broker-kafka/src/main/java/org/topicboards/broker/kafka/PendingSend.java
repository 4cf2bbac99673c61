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

  private final Sender sender;
  private final BoardRoute route;
  private final Message message;
  private final int bytes;
  private final long postedNanos;

  PendingSend(Sender sender, BoardRoute route, Message message, int bytes, long postedNanos) {
    this.sender = sender;
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
      sender.settled(bytes);
    } else {
      fail(sender.failure(this, failure));
    }
  }

  void fail(BrokerException failure) {
    completeExceptionally(failure);
    sender.settled(bytes);
  }

  /** Who posted it. */
  interface Sender {

    /** Gives back the place of a message that is settled one way or the other. */
    void settled(int bytes);

    /** What the producer's failure means for a message. */
    BrokerException failure(PendingSend pending, Exception failure);
  }
}
