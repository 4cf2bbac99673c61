package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A publisher waits for its broker: it confirms nothing early, and posts no more than it may. */
@Proves(Guarantee.CONFIRMED)
abstract class WindowTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("mail");

  @Test
  void shouldCompleteAPublishOnlyOnceTheBrokerHasAnswered() {
    CuttableLink link = link();
    Publisher publisher = publisher(connect(link.uri()));
    publish(publisher, BOARD, text("warm"));

    link.proxy().pause();
    CompletableFuture<PublishReceipt> stage =
        publisher.publish(BOARD, text("held")).toCompletableFuture();

    Waiting.throughout(Duration.ofMillis(300), () -> assertThat(stage).isNotDone());
    link.proxy().resume();
    settled(stage);
  }

  @Test
  void shouldHoldBackWhenTheWindowIsFullOfMessages() {
    assertHeldBack(PublisherOptions.DEFAULTS.window(5, 1 << 20), 10, 5);
  }

  @Test
  void shouldHoldBackWhenTheWindowIsFullOfBytes() {
    assertHeldBack(PublisherOptions.DEFAULTS.window(1_000, 10_000), 4_000, 2);
  }

  @Test
  void shouldLetAMessageLargerThanTheWindowGoAlone() {
    assertHeldBack(PublisherOptions.DEFAULTS.window(1_000, 10_000), 50_000, 1);
  }

  @Test
  void shouldFailWhatTheBrokerDoesNotAnswerInTime() {
    CuttableLink link = link();
    Broker broker = connect(link.uri());
    Inbox inbox = subscribe(connect(), BOARD.value());
    Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS.within(Duration.ofSeconds(1)));
    publish(publisher, BOARD, text("in time"));

    link.proxy().pause();
    CompletionStage<PublishReceipt> late = publisher.publish(BOARD, text("late"));
    assertThat(failure(late)).isInstanceOf(BrokerTimeoutException.class);
    link.proxy().resume();

    Publisher patient = publisher(broker);
    publish(patient, BOARD, text("after"));
    inbox.awaitBody("after");
  }

  @Test
  void shouldReturnInTimeFromAPublishThatFindsNoPlaceInTheWindow() {
    CuttableLink link = link();
    Publisher publisher =
        connect(link.uri())
            .publisher(PublisherOptions.DEFAULTS.window(1, 1 << 20).within(Duration.ofSeconds(1)));
    publish(publisher, BOARD, text("in time"));

    link.proxy().pause();
    CompletionStage<PublishReceipt> first = publisher.publish(BOARD, text("late"));
    CompletableFuture<CompletionStage<PublishReceipt>> second =
        CompletableFuture.supplyAsync(() -> publisher.publish(BOARD, text("later")));

    Waiting.until(() -> assertThat(second).isCompleted());
    assertThat(failure(first)).isInstanceOf(BrokerTimeoutException.class);
    assertThat(failure(second.join())).isInstanceOf(BrokerTimeoutException.class);
    link.proxy().resume();
  }

  /** Publishes past the window while nothing is answered, then lets the answers through. */
  private void assertHeldBack(PublisherOptions options, int bodyBytes, int windowed) {
    int count = 20;
    CuttableLink link = link();
    Inbox inbox = subscribe(connect(), BOARD.value());
    Publisher publisher = connect(link.uri()).publisher(options);
    List<CompletionStage<PublishReceipt>> returned = new CopyOnWriteArrayList<>();

    link.proxy().pause();
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < count; i++) {
                Message message = Message.from("sender").body(new byte[bodyBytes]).build();
                returned.add(publisher.publish(BOARD, message));
              }
            });

    Waiting.until(() -> assertThat(returned).hasSize(windowed));
    Waiting.throughout(Duration.ofMillis(300), () -> assertThat(returned).hasSize(windowed));
    link.proxy().resume();
    Waiting.until(() -> assertThat(publishing).isCompleted());
    returned.forEach(ConformancePart::settled);
    assertThat(inbox.awaitCount(count).count()).isEqualTo(count);
  }
}
