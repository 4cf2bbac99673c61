package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class SendQueueTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final SupervisedConnection connection =
      new SupervisedConnection(
          RabbitMqSettings.of(BrokerUri.parse("amqp://localhost")),
          ConnectOptions.DEFAULTS,
          "publisher",
          newConnection -> {});
  private final SendQueue queue =
      new SendQueue(
          connection,
          new AmqpNames(""),
          new PublishFailures(connection, TIMEOUT),
          TIMEOUT.toNanos());
  private final PublishWindow window = new PublishWindow(10, 1_000);

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void shouldFailWhatIsLeftWhenItIsClosed() throws Exception {
    PendingPublish pending = pending();
    queue.add(pending);

    queue.close();

    assertFailedAsClosed(pending);
  }

  @Test
  void shouldFailWhatTheBrokerRefusedWhileTheConnectionIsBusy() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Future<Boolean> busy =
        connection
            .maintenance()
            .submit(
                () -> {
                  done.await();
                  return true;
                });
    PendingPublish pending = pending();
    queue.refused(pending);

    queue.close();

    assertFailedAsClosed(pending);
    done.countDown();
    assertThat(busy.get()).isTrue();
  }

  @Test
  void shouldFailWhatTheBrokerRefusesAfterTheEnd() throws Exception {
    PendingPublish pending = pending();
    queue.close();

    queue.refused(pending);

    assertFailedAsClosed(pending);
  }

  private PendingPublish pending() throws InterruptedException {
    PendingPublish pending =
        new PendingPublish(
            BoardName.of("news"),
            Message.from("alice").build(),
            System.nanoTime() + TIMEOUT.toNanos(),
            window);
    assertThat(window.acquire(pending.bytes(), 0)).isTrue();
    return pending;
  }

  private void assertFailedAsClosed(PendingPublish pending) throws InterruptedException {
    assertThat(pending.stage().toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(BrokerClosedException.class);
    assertThat(window.awaitEmpty(0)).as("its place was given back").isTrue();
  }
}
