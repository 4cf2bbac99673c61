package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** A broken connection is told of and restored; waiting for it has an end. */
@Proves(Guarantee.AT_LEAST_ONCE)
abstract class ConnectionTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("radio");
  private static final SubscriptionName NAME = SubscriptionName.of("listener");
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void shouldSayThatNobodyAnswers() {
    CuttableLink link = link();
    link.proxy().refuse();

    assertThatExceptionOfType(BrokerUnavailableException.class)
        .isThrownBy(
            () ->
                fixture()
                    .connect(link.uri(), ConnectOptions.DEFAULTS.within(Duration.ofSeconds(2)))
                    .close())
        .withMessageContaining(Integer.toString(link.proxy().port()));
  }

  @Test
  void shouldNotWaitForEverForABrokerThatNeverAnswers() {
    CuttableLink link = link();
    link.proxy().pause();

    CompletableFuture<Void> connecting =
        CompletableFuture.runAsync(
            () -> fixture().connect(link.uri(), ConnectOptions.DEFAULTS.within(SHORT)).close());

    waiting.until(() -> assertThat(connecting).isCompletedExceptionally());
    assertThat(connecting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(BrokerException.class);
    link.proxy().resume();
  }

  @Test
  void shouldTellThatAConnectionWasLostAndRestored() {
    CuttableLink link = link();
    List<String> lost = new CopyOnWriteArrayList<>();
    List<String> restored = new CopyOnWriteArrayList<>();
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void lost(String purpose, BrokerException cause) {
            lost.add(purpose);
          }

          @Override
          public void restored(String purpose, Duration downtime) {
            restored.add(purpose);
          }
        };
    Broker broker = connect(link.uri(), ConnectOptions.DEFAULTS.telling(listener));
    Inbox inbox = subscribe(broker, BOARD.value());
    Publisher publisher = publisher(broker);
    publish(publisher, BOARD, text("before"));
    inbox.awaitBody("before");
    assertThat(lost).isEmpty();

    link.proxy().refuse();
    link.proxy().cut();
    waiting.until(() -> assertThat(lost).isNotEmpty());
    waiting.until(() -> assertThat(broker.isConnected()).isFalse());
    assertThat(restored).isEmpty();
    link.proxy().accept();

    waiting.until(() -> assertThat(broker.isConnected()).isTrue());
    waiting.until(
        () -> assertThat(restored).containsExactlyInAnyOrderElementsOf(List.copyOf(lost)));
    publish(publisher, BOARD, text("after"));
    inbox.awaitBody("after");
  }

  @Test
  void shouldTellAnEphemeralSubscriptionSinceWhenItMayHaveMissedSomething() {
    CuttableLink link = link();
    Inbox inbox = acknowledging();
    connect(link.uri()).subscribe(ephemeral(BOARD.value()), inbox);
    Publisher publisher = publisher(connect());
    publish(publisher, BOARD, text("before"));
    inbox.awaitBody("before");

    link.proxy().pause(); // what is posted now is on its way when the connection breaks
    Instant firstMissed = Instant.now();
    publish(publisher, BOARD, text("missed"));
    link.proxy().refuse();
    link.proxy().cut();
    link.proxy().resume();
    link.proxy().accept();

    if (fixture().deliveriesOutliveConnections()) {
      inbox.awaitBody("missed");
      publish(publisher, BOARD, text("after"));
      assertThat(inbox.awaitBody("after").interruptions()).isEmpty();
      return;
    }
    waiting.until(() -> assertThat(inbox.interruptions()).hasSize(1));
    assertThat(inbox.interruptions().get(0)).isBeforeOrEqualTo(firstMissed);
    publish(publisher, BOARD, text("after"));
    assertThat(inbox.awaitBody("after").interruptions()).hasSize(1);
  }

  @Test
  @Proves(Guarantee.DURABLE_SUBSCRIPTION)
  void shouldNotInterruptADurableSubscription() {
    CuttableLink link = link();
    Inbox inbox = acknowledging();
    connect(link.uri()).subscribe(durable(NAME, BOARD.value()), inbox);
    Publisher publisher = publisher(connect());
    publish(publisher, BOARD, text("before"));
    inbox.awaitBody("before");

    link.proxy().refuse();
    link.proxy().cut();
    publish(publisher, BOARD, text("meanwhile"));
    link.proxy().accept();

    inbox.awaitBody("meanwhile");
    publish(publisher, BOARD, text("after"));
    inbox.awaitBody("after");
    assertThat(inbox.interruptions()).isEmpty();
  }

  @Test
  @Proves({Guarantee.DURABLE_SUBSCRIPTION, Guarantee.REDELIVERY})
  void shouldDeliverAgainWhatTheLostConnectionHeld() {
    CuttableLink link = link();
    Inbox inbox =
        reacting(
            delivery -> {
              if (delivery.isRedelivered()) {
                delivery.acknowledge();
              }
            });
    connect(link.uri()).subscribe(durable(NAME, BOARD.value()), inbox);
    publishRow(publisher(connect()), "row", BOARD, 20);
    List<Delivery> stale = inbox.awaitCount(20).deliveries();

    link.proxy().cut();
    if (fixture().deliveriesOutliveConnections()) {
      assertStillHeld(inbox, stale);
      return;
    }
    inbox.awaitCount(40);
    stale.forEach(Delivery::acknowledge); // without effect: they belong to the lost connection

    assertThat(inbox.deliveries().stream().skip(20).map(Numbered::numberOf))
        .containsExactlyInAnyOrderElementsOf(Numbered.upTo(20));
    publishRow(publisher(connect()), "next row", BOARD, 5);
    inbox.awaitCount(45);
  }

  /** The deliveries of a lost connection are this subscriber's still: none comes again. */
  private void assertStillHeld(Inbox inbox, List<Delivery> held) {
    publishRow(publisher(connect()), "next row", BOARD, 5);
    List<Delivery> all = inbox.awaitCount(held.size() + 5).deliveries();
    all.forEach(Delivery::acknowledge);

    assertThat(all.stream().map(Numbered::numberOf).skip(held.size()))
        .containsExactlyElementsOf(Numbered.upTo(5));
    assertThat(inbox.interruptions()).isEmpty();
  }

  @Test
  @Proves({Guarantee.DURABLE_SUBSCRIPTION, Guarantee.REDELIVERY})
  void shouldGoOnCountingAttemptsOverALostConnection() {
    CuttableLink link = link();
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    RetryPolicy patient = new RetryPolicy(100, Duration.ofMillis(100), Duration.ofMillis(100));
    connect(link.uri())
        .subscribe(
            durable(NAME, BOARD.value()).retrying(patient),
            delivery -> {
              attempts.add(delivery.attempt());
              throw new IllegalStateException("no reception");
            });
    publish(publisher(connect()), BOARD, text("crackle"));
    waiting.until(() -> assertThat(attempts).hasSizeGreaterThan(3));

    link.proxy().cut();

    int before = attempts.size();
    waiting.until(() -> assertThat(attempts).hasSizeGreaterThan(before + 3));
    assertThat(attempts)
        .isEqualTo(Numbered.upTo(attempts.size() + 1).subList(1, attempts.size() + 1));
  }

  @Test
  void shouldFailAPublishWhoseBrokerStaysAway() {
    CuttableLink link = link();
    Publisher publisher = connect(link.uri()).publisher(PublisherOptions.DEFAULTS.within(SHORT));
    publish(publisher, BOARD, text("before"));

    link.proxy().refuse();
    link.proxy().cut();
    CompletionStage<PublishReceipt> stage = publisher.publish(BOARD, text("nobody there"));
    assertThat(failure(stage)).isInstanceOf(BrokerUnavailableException.class);
    link.proxy().accept();

    waiting.until(
        () ->
            assertThat(publisher.publish(BOARD, text("back")).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5)));
  }

  @Test
  void shouldCloseWhileTheBrokerIsAway() {
    CuttableLink link = link();
    Broker broker = connect(link.uri());
    Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS.within(SHORT));
    Inbox inbox = subscribe(broker, BOARD.value());
    publish(publisher, BOARD, text("before"));
    inbox.awaitBody("before");

    link.proxy().refuse();
    link.proxy().cut();
    CompletionStage<PublishReceipt> stage = publisher.publish(BOARD, text("unconfirmed"));
    CompletableFuture<Void> close = CompletableFuture.runAsync(broker::close);

    waiting.until(() -> assertThat(close).isCompleted());
    assertThat(failure(stage)).isInstanceOf(BrokerException.class);
  }
}
