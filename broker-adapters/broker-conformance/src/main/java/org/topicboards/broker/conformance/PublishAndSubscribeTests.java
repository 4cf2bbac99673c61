package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** The main path: what is posted arrives, where it was asked for, once, in order. */
abstract class PublishAndSubscribeTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("news.local");

  @Test
  void shouldDeliverToASubscriberOfTheBoard() {
    Broker broker = connect();
    Inbox inbox = subscribe(broker, "news.local");

    publish(publisher(broker), BOARD, text("hello"));

    inbox.awaitBody("hello");
    assertThat(inbox.deliveries().get(0).board()).isEqualTo(BOARD);
    assertThat(inbox.deliveries().get(0).attempt()).isEqualTo(1);
    assertThat(inbox.deliveries().get(0).isRedelivered()).isFalse();
  }

  @Test
  void shouldDeliverToEverySubscriptionOfTheBoard() {
    Broker broker = connect();
    List<Inbox> inboxes =
        List.of(
            subscribe(broker, "news.local"),
            subscribe(broker, "news.*"),
            subscribe(connect(), "news.local"));

    publishAll(publisher(connect()), BOARD, "one", "two");

    for (Inbox inbox : inboxes) {
      assertThat(inbox.awaitCount(2).bodies()).containsExactly("one", "two");
    }
  }

  @Test
  void shouldNotDeliverWhatWasNotAskedFor() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, "news.local", "marker");

    publishAll(publisher, BoardName.of("news"), "a");
    publishAll(publisher, BoardName.of("news.local.late"), "b");
    publishAll(publisher, BoardName.of("news.locale"), "c");
    publishAll(publisher, BoardName.of("NEWS.local"), "d");
    publishAll(publisher, BoardName.of("marker"), "end");

    assertThat(inbox.awaitBody("end").bodies()).containsExactly("end");
  }

  @Test
  void shouldDeliverOnceWhereSeveralPatternsMatch() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, "news.local", "news.*", "#");

    publishAll(publisher, BOARD, "once", "end");

    assertThat(inbox.awaitBody("end").bodies()).containsExactly("once", "end");
  }

  @Test
  void shouldNotShowAnEphemeralSubscriptionWhatWasPostedBefore() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    publishAll(publisher, BOARD, "before");

    Inbox inbox = subscribe(broker, "news.local");
    publishAll(publisher, BOARD, "after");

    assertThat(inbox.awaitBody("after").bodies()).containsExactly("after");
  }

  @Test
  void shouldServeManyBoardsAtOnce() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    Inbox all = subscribe(broker, "#");
    Inbox one = subscribe(broker, "board-17.x");
    Map<Numbered.Row, Integer> posted = new HashMap<>();

    List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      for (int i = 0; i < 100; i++) {
        BoardName board = BoardName.of("board-" + i + ".x");
        posted.put(new Numbered.Row("many", board), 10);
        stages.add(publisher.publish(board, Numbered.message("many", number)));
      }
    }
    stages.forEach(ConformancePart::settled);

    Numbered.assertExactlyOnceInOrder(all.awaitCount(1_000).deliveries(), posted);
    Numbered.Row row = new Numbered.Row("many", BoardName.of("board-17.x"));
    Numbered.assertExactlyOnceInOrder(one.awaitCount(10).deliveries(), Map.of(row, 10));
  }

  @Test
  void shouldBeInForceAsSoonAsSubscribeReturns() {
    Broker broker = connect();
    Publisher publisher = publisher(connect());
    for (int round = 0; round < 50; round++) {
      BoardName board = BoardName.of("round-" + round);
      Inbox inbox = Inbox.acknowledging();
      Subscription subscription = broker.subscribe(ephemeral(board.value()), inbox);
      publish(publisher, board, text("at once"));
      inbox.awaitBody("at once");
      subscription.close();
    }
  }

  @Test
  @Proves(Guarantee.DURABLE_SUBSCRIPTION)
  void shouldBeInForceAsSoonAsADurableSubscribeReturns() {
    Broker broker = connect();
    Publisher publisher = publisher(connect());
    for (int round = 0; round < 20; round++) {
      BoardName board = BoardName.of("round-" + round);
      SubscriptionOptions options = durable(SubscriptionName.of("r" + round), board.value());
      Inbox inbox = Inbox.acknowledging();
      Subscription subscription = broker.subscribe(options, inbox);
      publish(publisher, board, text("at once"));
      inbox.awaitBody("at once");
      subscription.close();
    }
  }

  @Test
  @Proves(Guarantee.ORDERED_PER_PUBLISHER)
  void shouldKeepTheOrderOfEachPublisherUnderConcurrentPublishing() throws Exception {
    Broker broker = connect();
    Inbox inbox = subscribe(broker, "#");
    Publisher shared = publisher(broker);
    Map<Numbered.Row, Integer> posted = new HashMap<>();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      Publisher publisher = writer % 2 == 0 ? shared : publisher(broker);
      String source = "writer-" + writer;
      posted.put(new Numbered.Row(source, BOARD), 250);
      writers.add(
          () -> {
            publishRow(publisher, source, BOARD, 250);
            return null;
          });
    }

    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    try {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }

    Numbered.assertExactlyOnceInOrder(inbox.awaitCount(8 * 250).deliveries(), posted);
  }

  @Test
  void shouldDeliverAllOfTenThousandMessagesOnceAndInOrder() {
    int count = 10_000;
    Broker broker = connect();
    Inbox inbox = subscribe(broker, "stress");

    publishRow(publisher(connect()), "stress", BoardName.of("stress"), count);

    if (declares(Guarantee.AT_LEAST_ONCE)) {
      Numbered.Row row = new Numbered.Row("stress", BoardName.of("stress"));
      inbox.awaitCount(count);
      Numbered.assertExactlyOnceInOrder(inbox.deliveries(), Map.of(row, count));
      assertThat(fixture().countedAsLost(prefix())).isZero();
    } else {
      Waiting.until(
          () -> assertThat(inbox.count() + fixture().countedAsLost(prefix())).isEqualTo(count));
    }
  }

  @Test
  @Proves(Guarantee.UNROUTED_REPORTED)
  void shouldReportAMessageThatNoSubscriptionTook() {
    Broker broker = connect(fixture().uriWithoutArchive(prefix()));
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, "somewhere.else");

    PublishReceipt unrouted = publish(publisher, BOARD, text("nobody"));
    PublishReceipt routed = publish(publisher, BoardName.of("somewhere.else"), text("somebody"));

    assertThat(unrouted).isEqualTo(PublishReceipt.UNROUTED);
    assertThat(routed).isEqualTo(PublishReceipt.ROUTED);
    assertThat(inbox.awaitBody("somebody").bodies()).containsExactly("somebody");
  }

  @Test
  @Proves(Guarantee.UNROUTED_REPORTED)
  void shouldTellUnroutedFromRoutedAmongManyInFlight() {
    Broker broker = connect(fixture().uriWithoutArchive(prefix()));
    Publisher publisher = publisher(broker);
    Inbox inbox = subscribe(broker, "taken.#");
    List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      stages.add(
          publisher.publish(
              BoardName.of(i % 3 == 0 ? "nobody" : "taken"), Numbered.message("mixed", i)));
    }

    for (int i = 0; i < 500; i++) {
      assertThat(settled(stages.get(i)).routed()).as("message %d", i).isEqualTo(i % 3 != 0);
    }
    assertThat(inbox.awaitCount(333).count()).isEqualTo(333);
  }
}
