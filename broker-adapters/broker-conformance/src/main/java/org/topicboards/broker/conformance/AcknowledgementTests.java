package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;

/** What is acknowledged, from wherever and whenever, never comes again; all else does. */
@Proves({Guarantee.DURABLE_SUBSCRIPTION, Guarantee.REDELIVERY})
abstract class AcknowledgementTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("tasks");
  private static final SubscriptionName NAME = SubscriptionName.of("worker");
  private static final String SOURCE = "giver";

  @Test
  void shouldDeliverAgainWhatWasNotAcknowledged() {
    Inbox forgetful = holding();
    Subscription subscription = connect().subscribe(options(), forgetful);
    publishRow(publisher(connect()), SOURCE, BOARD, 3);
    forgetful.awaitCount(3);
    subscription.close();

    Inbox next = acknowledging();
    connect().subscribe(options(), next);

    assertThat(next.awaitCount(3).messages())
        .containsExactlyInAnyOrderElementsOf(forgetful.messages());
    assertThat(next.deliveries()).allMatch(Delivery::isRedelivered);
  }

  @Test
  void shouldDeliverAgainWhatWasInHandWhenTheBrokerWasClosed() throws Exception {
    BlockingQueue<Delivery> inHand = new LinkedBlockingQueue<>();
    Broker broker = connect();
    broker.subscribe(options(), inHand::add); // a hand-over, never acknowledged
    publishRow(publisher(connect()), SOURCE, BOARD, 1);
    assertThat(inHand.poll(30, TimeUnit.SECONDS)).isNotNull();
    broker.close();

    assertComesAgain(List.of(0));
  }

  @Test
  void shouldTakeAnAcknowledgementFromAnotherThreadLater() throws Exception {
    BlockingQueue<Delivery> work = new LinkedBlockingQueue<>();
    Subscription subscription = connect().subscribe(options(), work::add);
    Thread worker =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 200; i++) {
                  work.take().acknowledge();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    worker.start();

    publishRow(publisher(connect()), SOURCE, BOARD, 201);
    worker.join(waiting.patience().toMillis());
    worker.interrupt();
    subscription.close();

    assertComesAgain(List.of(200));
  }

  @Test
  void shouldTakeABatchOfAcknowledgements() {
    Inbox inbox = holding();
    Subscription subscription = connect().subscribe(options(), inbox);
    publishRow(publisher(connect()), SOURCE, BOARD, 100);
    List<Delivery> deliveries = inbox.awaitCount(100).deliveries();
    subscription.acknowledge(List.of());
    subscription.acknowledge(deliveries.subList(0, 40));
    subscription.acknowledge(deliveries.subList(20, 98)); // passes over what it knows
    subscription.close();

    assertComesAgain(List.of(98, 99));
  }

  @Test
  void shouldTakeABatchWithHoles() {
    Inbox inbox = holding();
    Subscription subscription = connect().subscribe(options(), inbox);
    publishRow(publisher(connect()), SOURCE, BOARD, 10);
    List<Delivery> deliveries = inbox.awaitCount(10).deliveries();
    subscription.acknowledge(
        List.of(deliveries.get(7), deliveries.get(2), deliveries.get(3), deliveries.get(0)));
    subscription.close();

    assertComesAgain(List.of(1, 4, 5, 6, 8, 9));
  }

  @Test
  void shouldTakeAcknowledgementsOutOfOrder() {
    Inbox inbox = holding();
    Subscription subscription = connect().subscribe(options(), inbox);
    publishRow(publisher(connect()), SOURCE, BOARD, 100);
    List<Delivery> backwards = new ArrayList<>(inbox.awaitCount(100).deliveries());
    Collections.reverse(backwards);
    backwards.stream()
        .filter(delivery -> Numbered.numberOf(delivery) % 10 != 5)
        .forEach(Delivery::acknowledge);
    subscription.close();

    assertComesAgain(List.of(5, 15, 25, 35, 45, 55, 65, 75, 85, 95));
  }

  @Test
  void shouldSettleADeliveryOnlyOnce() {
    Inbox inbox =
        reacting(
            delivery -> {
              delivery.acknowledge();
              delivery.acknowledge();
              delivery.retry("too late");
            });
    Subscription subscription = connect().subscribe(options(), inbox);
    Publisher publisher = publisher(connect());
    publishRow(publisher, SOURCE, BOARD, 20);
    inbox.awaitCount(20);
    subscription.close();
    inbox.deliveries().forEach(Delivery::acknowledge);

    publishRow(publisher, "marker", BOARD, 1);
    Inbox next = acknowledging();
    connect().subscribe(options(), next);

    assertThat(next.awaitCount(1).messages()).extracting(Message::source).containsExactly("marker");
    assertThat(inbox.deliveries().stream().map(Numbered::numberOf))
        .containsExactlyElementsOf(Numbered.upTo(20));
  }

  @Test
  void shouldHoldNoMoreThanThePrefetchInMessages() throws Exception {
    assertOutstandingStaysWithin(5, options().prefetch(5, 1 << 20), 10);
  }

  @Test
  void shouldHoldNoMoreThanThePrefetchInBytes() throws Exception {
    assertOutstandingStaysWithin(2, options().prefetch(100, 10_000), 4_000);
  }

  @Test
  void shouldDeliverAMessageLargerThanThePrefetchAlone() throws Exception {
    assertOutstandingStaysWithin(1, options().prefetch(100, 10_000), 50_000);
  }

  @Test
  void shouldGoOnDeliveringWhileOneMessageIsHeld() {
    AtomicInteger handled = new AtomicInteger();
    MessageHandler holdsTheFirst =
        delivery -> {
          if (handled.getAndIncrement() > 0) {
            delivery.acknowledge();
          }
        };
    Subscription subscription = connect().subscribe(options().prefetch(10, 1 << 20), holdsTheFirst);

    publishRow(publisher(connect()), SOURCE, BOARD, 500);
    waiting.until(() -> assertThat(handled).hasValue(500));
    subscription.close();

    assertComesAgain(List.of(0));
  }

  private SubscriptionOptions options() {
    return durable(NAME, BOARD.value());
  }

  private void assertOutstandingStaysWithin(int most, SubscriptionOptions options, int bodyBytes)
      throws InterruptedException {
    int count = 30;
    BlockingQueue<Delivery> outstanding = new LinkedBlockingQueue<>();
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger highest = new AtomicInteger();
    connect()
        .subscribe(
            options,
            delivery -> {
              outstanding.add(delivery);
              highest.accumulateAndGet(outstanding.size(), Math::max);
              handled.incrementAndGet();
            });
    Publisher publisher = publisher(connect());
    for (int i = 0; i < count; i++) {
      publish(publisher, BOARD, Message.from(SOURCE).body(new byte[bodyBytes]).build());
    }

    waiting.until(() -> assertThat(handled).hasValue(most));
    waiting.throughout(Duration.ofMillis(300), () -> assertThat(handled).hasValue(most));
    for (int i = 0; i < count; i++) {
      // taken before it is acknowledged, which lets the next one come
      Delivery oldest = outstanding.poll(waiting.patience().toSeconds(), TimeUnit.SECONDS);
      assertThat(oldest).as("message %d", i).isNotNull();
      oldest.acknowledge();
    }

    assertThat(highest).as("most messages held at a time").hasValueLessThanOrEqualTo(most);
  }

  /** Asserts that the next subscriber of the name gets these numbers, and nothing else. */
  private void assertComesAgain(List<Integer> numbers) {
    Inbox next = acknowledging();
    connect().subscribe(options(), next);
    next.awaitCount(numbers.size());
    publishAll(publisher(connect()), BOARD, "-1"); // what else waits comes before it

    next.awaitBody("-1");
    assertThat(next.deliveries().stream().map(Numbered::numberOf).filter(number -> number >= 0))
        .containsExactlyInAnyOrderElementsOf(numbers);
  }
}
