package org.topicboards.benchmarks;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.Message;

/** Publishes through the adapter, as a program does that wants to know of every failure. */
final class AdapterPublisher {

  private final Publisher publisher;
  private final BiConsumer<PublishReceipt, @Nullable Throwable> settled = this::settled;
  private volatile @Nullable Throwable failure;

  private AdapterPublisher(Publisher publisher) {
    this.publisher = publisher;
  }

  /** The measured work: publishes all of {@code load} and waits for the confirms. */
  static Speed measure(BenchmarkBoard board, Load load) throws Exception {
    PublisherOptions options =
        PublisherOptions.DEFAULTS.window(
            board.windowMessages(), PublisherOptions.DEFAULTS.windowBytes());
    try (Broker broker = Brokers.connect(BrokerUri.parse(board.adapterUri()))) {
      AdapterPublisher publisher = new AdapterPublisher(broker.publisher(options));
      publisher.publishAll(new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      board.purge();
      byte[] body = new byte[load.bodyBytes()];
      Stopwatch stopwatch = new Stopwatch();
      publisher.publishAll(body, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  private void publishAll(byte[] body, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      Message message =
          Message.from(BarePublisher.SOURCE)
              .contentType(BarePublisher.CONTENT_TYPE)
              .body(body)
              .build();
      publisher.publish(BenchmarkBoard.BOARD, message).whenComplete(settled);
    }
    publisher.flush();
    Throwable cause = failure;
    if (cause != null) {
      throw new IOException("a message was not published: " + cause.getMessage(), cause);
    }
  }

  private void settled(PublishReceipt receipt, @Nullable Throwable cause) {
    if (cause != null) {
      failure = cause;
    } else if (!receipt.routed()) {
      failure = new IOException("no queue took it");
    }
  }
}
