package org.topicboards.benchmarks;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** The same through the adapter: the messages are built before, as the bare datagrams are. */
final class AdapterMulticast {

  private static final BoardName BOARD = BoardName.of("bench");
  private static final String SOURCE = "bench";

  private AdapterMulticast() {}

  /** The measured work: posts all of {@code load}. */
  static Speed measureSending(Load load) throws IOException {
    LoopbackMulticast group = LoopbackMulticast.find();
    Message message = message(load);
    try (DatagramChannel member = group.openReceiver();
        Broker broker = Brokers.connect(BrokerUri.parse(group.uri()));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      post(publisher, message, load.warmUpMessages());
      Stopwatch stopwatch = new Stopwatch();
      post(publisher, message, load.messages());
      Speed speed = stopwatch.speed(load.messages());
      if (!member.isOpen()) {
        throw new IOException("nobody was in the group");
      }
      return speed;
    }
  }

  /** The measured work: posts and receives the messages, a window of them on the way. */
  static Speed measureThrough(Load load) throws InterruptedException, IOException {
    LoopbackMulticast group = LoopbackMulticast.find();
    Message message = message(load);
    Semaphore window = new Semaphore(LoopbackMulticast.WINDOW);
    try (Broker broker = Brokers.connect(BrokerUri.parse(group.uri()))) {
      broker.subscribe(
          SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
          delivery -> {
            delivery.acknowledge();
            window.release();
          });
      try (Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
        postThrough(publisher, message, window, load.warmUpMessages());
        Stopwatch stopwatch = new Stopwatch();
        postThrough(publisher, message, window, load.messages());
        return stopwatch.speed(load.messages());
      }
    }
  }

  private static Message message(Load load) {
    return Message.from(SOURCE).body(new byte[load.bodyBytes()]).build();
  }

  private static void post(Publisher publisher, Message message, int messages) throws IOException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    BiConsumer<PublishReceipt, @Nullable Throwable> settled =
        (receipt, cause) -> {
          if (cause != null) {
            failure.set(cause);
          }
        };
    for (int i = 0; i < messages; i++) {
      publisher.publish(BOARD, message).whenComplete(settled);
    }
    publisher.flush();
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("a message was not posted: " + cause.getMessage(), cause);
    }
  }

  private static void postThrough(
      Publisher publisher, Message message, Semaphore window, int messages)
      throws InterruptedException {
    for (int i = 0; i < messages; i++) {
      window.acquire();
      publisher.publish(BOARD, message);
    }
    publisher.flush();
    window.acquire(LoopbackMulticast.WINDOW);
    window.release(LoopbackMulticast.WINDOW);
  }
}
