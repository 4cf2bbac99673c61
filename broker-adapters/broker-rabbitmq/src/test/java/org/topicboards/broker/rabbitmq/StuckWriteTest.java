package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A broker that reads nothing more, as RabbitMQ does in an alarm, and lets the socket fill. */
@Timeout(120)
class StuckWriteTest {

  private static final int MESSAGES = 60;
  private static final int BODY_BYTES = 1_000_000; // all of them more than any socket holds
  private static final PublisherOptions PATIENT =
      PublisherOptions.DEFAULTS
          .window(MESSAGES, 2L * MESSAGES * BODY_BYTES)
          .within(Duration.ofDays(1))
          .closingWithin(Duration.ofSeconds(1));

  @Test
  void shouldNotHoldUpTheClosingOfAPublisher(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker server = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder));
        CuttingProxy proxy = proxy(server);
        Broker broker = connect(server, proxy)) {
      Publisher publisher = broker.publisher(PATIENT);
      List<CompletableFuture<PublishReceipt>> stages = new CopyOnWriteArrayList<>();
      proxy.pause();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < MESSAGES; i++) {
                  stages.add(post(publisher));
                }
              });
      AtomicInteger seen = new AtomicInteger();
      await()
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> stages.size() > 0 && seen.getAndSet(stages.size()) == stages.size());
      assertThat(writing).as("all that was posted fits the socket").isNotDone();

      assertThat(CompletableFuture.runAsync(publisher::close))
          .succeedsWithin(Duration.ofSeconds(15));

      assertThat(writing).succeedsWithin(Duration.ofSeconds(15));
      assertThat(stages).hasSize(MESSAGES).allMatch(CompletableFuture::isCompletedExceptionally);
      proxy.resume();
    }
  }

  private static CompletableFuture<PublishReceipt> post(Publisher publisher) {
    Message message = Message.from("alice").body(new byte[BODY_BYTES]).build();
    return publisher.publish(BoardName.of("news"), message).toCompletableFuture();
  }

  private static CuttingProxy proxy(EmbeddedBroker server) {
    return CuttingProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  private static Broker connect(EmbeddedBroker server, CuttingProxy proxy) {
    return Brokers.connect(
        BrokerUri.parse(server.uri().replace(":" + server.port(), ":" + proxy.port())));
  }
}
