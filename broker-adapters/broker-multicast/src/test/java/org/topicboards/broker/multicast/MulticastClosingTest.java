package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** A handler that has enough closes its own subscription, and need not wait for itself. */
@Timeout(60)
class MulticastClosingTest {

  private static final BoardName BOARD = BoardName.of("news");

  private final LoopbackGroup group = LoopbackGroup.find();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<Duration> closed = new CompletableFuture<>();

  @Test
  void shouldCloseFromTheHandlerAtOnce() throws Exception {
    try (Broker broker = connect();
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      subscribe(broker, delivery -> close());
      post(publisher);

      assertThat(closed.get(40, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(5));
    }
  }

  /** A later attempt runs on another thread, for which the delivery of what follows waits. */
  @Test
  void shouldCloseFromALaterAttemptAtOnceWhileTheNextMessageWaitsForIt() throws Exception {
    try (Broker broker = connect();
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      subscribe(
          broker,
          delivery -> {
            if (delivery.attempt() == 1) {
              throw new IllegalStateException("not now");
            }
            post(publisher);
            await().until(() -> deliveryThread().getState() == Thread.State.WAITING);
            close();
          });
      post(publisher);

      assertThat(closed.get(40, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private Broker connect() {
    return Brokers.connect(BrokerUri.parse(group.uri("")), ConnectOptions.DEFAULTS);
  }

  private void subscribe(Broker broker, MessageHandler handler) {
    subscription.complete(
        broker.subscribe(SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)), handler));
  }

  private static void post(Publisher publisher) {
    CompletionStage<PublishReceipt> unused =
        publisher.publish(BOARD, Message.from("bob").body(new byte[1]).build());
    publisher.flush();
  }

  private void close() throws Exception {
    long startNanos = System.nanoTime();
    subscription.get().close();
    closed.complete(Duration.ofNanos(System.nanoTime() - startNanos));
  }

  private static Thread deliveryThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("multicast delivery"))
        .findFirst()
        .orElseThrow();
  }
}
