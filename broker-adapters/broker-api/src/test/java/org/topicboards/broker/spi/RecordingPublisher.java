package org.topicboards.broker.spi;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Leaves it to the test what becomes of each message. */
final class RecordingPublisher implements Publisher {

  final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();

  record Posted(BoardName board, Message message, CompletableFuture<PublishReceipt> receipt) {}

  /** The next message, waited for. */
  Posted next() {
    try {
      Posted next = posted.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was posted");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    Posted next = new Posted(board, message, new CompletableFuture<>());
    posted.add(next);
    return next.receipt();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
