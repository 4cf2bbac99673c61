package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** Closing ends things in order: at any moment, from any thread, as often as one likes. */
abstract class ClosingTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("shop");
  private static final SubscriptionName NAME = SubscriptionName.of("clerk");

  @Test
  void shouldCloseAnythingMoreThanOnce() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Subscription subscription = broker.subscribe(ephemeral("#"), acknowledging());

    for (int i = 0; i < 3; i++) {
      publisher.close();
      subscription.close();
    }
    for (int i = 0; i < 3; i++) {
      broker.close();
    }
    publisher.close();
    subscription.close();

    assertThat(broker.isConnected()).isFalse();
  }

  @Test
  void shouldCloseFromSeveralThreadsAtOnce() throws Exception {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Subscription subscription = broker.subscribe(ephemeral("#"), acknowledging());
    publishRow(publisher, "busy", BOARD, 100);
    List<Callable<Object>> closes =
        List.of(
            Executors.callable(broker::close),
            Executors.callable(publisher::close),
            Executors.callable(subscription::close),
            Executors.callable(broker::close),
            Executors.callable(publisher::close),
            Executors.callable(subscription::close));

    ExecutorService threads = Executors.newFixedThreadPool(closes.size());
    try {
      for (Future<Object> close : threads.invokeAll(closes)) {
        close.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(broker.isConnected()).isFalse();
  }

  @Test
  void shouldFlushWhenAPublisherIsClosed() {
    Inbox inbox = subscribe(connect(), BOARD.value());
    Publisher publisher = publisher(connect());
    List<CompletionStage<PublishReceipt>> stages = publishWithoutWaiting(publisher, 500);

    publisher.close();

    assertThat(stages).allMatch(stage -> isDoneNormally(stage));
    inbox.awaitCount(500);
  }

  @Test
  void shouldFlushItsPublishersWhenABrokerIsClosed() {
    Inbox inbox = subscribe(connect(), BOARD.value());
    Broker broker = connect();
    List<CompletionStage<PublishReceipt>> stages = publishWithoutWaiting(publisher(broker), 500);

    broker.close();

    assertThat(stages).allMatch(stage -> isDoneNormally(stage));
    inbox.awaitCount(500);
  }

  @Test
  void shouldSettleEverythingPostedBeforeAFlush() {
    Publisher publisher = publisher(connect());
    List<CompletionStage<PublishReceipt>> stages = publishWithoutWaiting(publisher, 500);

    publisher.flush();

    assertThat(stages).allMatch(stage -> isDoneNormally(stage));
    publish(publisher, BOARD, text("still open"));
  }

  @Test
  void shouldSettleEveryPublishThatMeetsAClose() throws Exception {
    Publisher publisher = publisher(connect());
    List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
    AtomicBoolean refused = new AtomicBoolean();
    Thread busy =
        new Thread(
            () -> {
              for (int i = 0; i < 1_000_000 && !refused.get(); i++) {
                CompletionStage<PublishReceipt> stage =
                    publisher.publish(BOARD, Numbered.message("busy", i));
                stage.whenComplete(
                    (receipt, failure) -> refused.compareAndSet(false, failure != null));
                stages.add(stage);
              }
            });
    busy.start();
    waiting.throughout(Duration.ofMillis(100), () -> assertThat(busy.isAlive()).isTrue());

    publisher.close();
    busy.join(waiting.patience().toMillis());

    assertThat(busy.isAlive()).isFalse();
    assertThat(stages).hasSizeGreaterThan(1);
    for (CompletionStage<PublishReceipt> stage : stages) {
      CompletableFuture<PublishReceipt> future = stage.toCompletableFuture();
      assertThat(future).isDone();
      if (future.isCompletedExceptionally()) {
        assertThat(failure(stage)).isInstanceOf(BrokerClosedException.class);
      }
    }
  }

  @Test
  void shouldRefuseToPublishAfterClose() {
    Broker broker = connect();
    Publisher closed = publisher(broker);
    closed.close();
    assertThat(failure(closed.publish(BOARD, text("late"))))
        .isInstanceOf(BrokerClosedException.class);

    Publisher open = publisher(broker);
    publish(open, BOARD, text("in time"));
    broker.close();
    assertThat(failure(open.publish(BOARD, text("late"))))
        .isInstanceOf(BrokerClosedException.class);
    assertThatExceptionOfType(BrokerClosedException.class)
        .isThrownBy(() -> broker.publisher(PublisherOptions.DEFAULTS).close());
    assertThatExceptionOfType(BrokerClosedException.class)
        .isThrownBy(() -> broker.subscribe(ephemeral("#"), acknowledging()).close());
  }

  @Test
  void shouldDeliverNothingAfterASubscriptionIsClosed() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox closed = acknowledging();
    Inbox open = subscribe(broker, BOARD.value());
    Subscription subscription = broker.subscribe(ephemeral(BOARD.value()), closed);
    publishAll(publisher, BOARD, "before");
    closed.awaitBody("before");

    subscription.close();
    publishAll(publisher, BOARD, "after");

    assertThat(open.awaitBody("after").bodies()).containsExactly("before", "after");
    assertThat(closed.bodies()).containsExactly("before");
  }

  @Test
  void shouldWaitForTheHandlerBeforeASubscriptionIsClosed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    AtomicBoolean returned = new AtomicBoolean();
    Subscription subscription =
        connect()
            .subscribe(
                ephemeral(BOARD.value()),
                delivery -> {
                  entered.countDown();
                  mayReturn.await();
                  delivery.acknowledge();
                  returned.set(true);
                });
    publishAll(publisher(connect()), BOARD, "slow");
    entered.await();

    CompletableFuture<Void> close = CompletableFuture.runAsync(subscription::close);
    waiting.throughout(Duration.ofMillis(200), () -> assertThat(close).isNotDone());
    mayReturn.countDown();

    waiting.until(() -> assertThat(close).isCompleted());
    assertThat(returned).isTrue();
  }

  @Test
  void shouldCloseFromTheHandlerItself() {
    Broker broker = connect();
    CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    AtomicInteger handled = new AtomicInteger();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    subscription.complete(
        broker.subscribe(
            ephemeral(BOARD.value()),
            delivery -> {
              handled.incrementAndGet();
              subscription.join().close();
              closed.complete(null);
            }));

    publishRow(publisher(broker), "busy", BOARD, 20);

    waiting.until(() -> assertThat(closed).isCompleted());
    assertThat(handled).hasValue(1);
  }

  @Test
  @Proves({Guarantee.DURABLE_SUBSCRIPTION, Guarantee.AT_LEAST_ONCE})
  void shouldLeaveTheRestToTheNextSubscriberWhenClosedWhileBusy() {
    int count = 2_000;
    SubscriptionOptions options = durable(NAME, BOARD.value()).prefetch(200, 1 << 20);
    connect().subscribe(options, acknowledging()).close();
    publishRow(publisher(connect()), "busy", BOARD, count);

    List<Delivery> all = new ArrayList<>();
    int rounds = 0;
    while (all.size() < count && rounds++ < 100) {
      int most = Math.min(300, count - all.size());
      CountDownLatch mayGoOn = new CountDownLatch(1);
      AtomicInteger handled = new AtomicInteger();
      Inbox inbox =
          reacting(
              delivery -> {
                delivery.acknowledge();
                if (handled.incrementAndGet() == most) {
                  mayGoOn.await(); // so that there is a rest, however fast the transport is
                }
              });
      Subscription subscription = connect().subscribe(options, inbox);
      inbox.awaitCount(most);
      CompletableFuture<Void> close = CompletableFuture.runAsync(subscription::close);
      waiting.throughout(Duration.ofMillis(100), () -> assertThat(close).isNotDone());
      mayGoOn.countDown();
      waiting.until(() -> assertThat(close).isCompleted());
      all.addAll(inbox.deliveries());
    }

    assertThat(rounds).isGreaterThan(1);
    assertThat(all.stream().map(Numbered::numberOf))
        .containsExactlyElementsOf(Numbered.upTo(count));
  }

  private static List<CompletionStage<PublishReceipt>> publishWithoutWaiting(
      Publisher publisher, int count) {
    return Numbered.upTo(count).stream()
        .map(number -> publisher.publish(BOARD, Numbered.message("busy", number)))
        .toList();
  }

  private static boolean isDoneNormally(CompletionStage<PublishReceipt> stage) {
    CompletableFuture<PublishReceipt> future = stage.toCompletableFuture();
    return future.isDone() && !future.isCompletedExceptionally();
  }
}
