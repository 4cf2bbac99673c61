package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/**
 * What a board service and those who ask it need: boards for answers, and how far the archive is.
 */
abstract class RepliesAndArchiveTests extends ConformancePart {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final Duration A_MOMENT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void shouldAnswerOnAReplyBoard() {
    Broker asker = connect();
    BoardName board = asker.replyBoard();
    Inbox answers = subscribe(asker, board.value());
    Publisher service = publisher(connect());

    publishAll(service, board, "one", "two");

    assertThat(answers.awaitCount(2).bodies()).containsExactly("one", "two");
    assertThat(board.isSystem()).as("no wildcard stands for it").isTrue();
  }

  @Test
  void shouldAnswerEachAskerOnItsBoard() {
    Publisher service = publisher(connect());
    for (int i = 0; i < 20; i++) {
      Broker asker = connect();
      BoardName board = asker.replyBoard();
      Inbox answers = subscribe(asker, board.value());
      publishAll(service, board, "answer " + i);
      assertThat(answers.awaitBody("answer " + i).bodies()).containsExactly("answer " + i);
      asker.close();
    }
  }

  @Test
  void shouldKeepReplyBoardsFromTheArchive() {
    Broker broker = connect();
    Inbox archive = acknowledging();
    broker.subscribe(SubscriptionOptions.archive(), archive);
    Publisher publisher = publisher(broker);
    publishAll(publisher, broker.replyBoard(), "answer");
    publishAll(publisher, NEWS, "news");

    assertThat(archive.awaitBody("news").bodies()).containsExactly("news");
  }

  @Test
  void shouldNotBeArchivedWhileNobodyArchives() throws Exception {
    Broker broker = connect();
    publishAll(publisher(broker), NEWS, "news");

    assertThat(broker.awaitArchived(A_MOMENT)).isFalse();
  }

  @Test
  void shouldBeArchivedOnceEverythingPostedBeforeIsAcknowledged() throws Exception {
    Broker broker = connect();
    Inbox archive = holding();
    broker.subscribe(SubscriptionOptions.archive(), archive);
    Publisher publisher = publisher(broker);
    publishRow(publisher, "alice", NEWS, 100);
    publishRow(publisher, "bob", BoardName.of("sports"), 100);
    archive.awaitCount(200);

    assertThat(broker.awaitArchived(A_MOMENT)).as("nothing is acknowledged").isFalse();
    archive.deliveries().subList(1, 200).forEach(Delivery::acknowledge);
    assertThat(broker.awaitArchived(A_MOMENT)).as("the first is not acknowledged").isFalse();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> awaitArchived(broker));
    archive.deliveries().get(0).acknowledge();

    assertThat(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(broker.awaitArchived(LONG)).isTrue();
    assertThat(archive.count()).as("no marker is seen").isEqualTo(200);
  }

  @Test
  void shouldNotWaitForWhatIsPostedLater() throws Exception {
    Broker broker = connect();
    Inbox archive =
        reacting(
            delivery -> {
              if (!Inbox.text(delivery.message()).equals("stuck")) {
                delivery.acknowledge();
              }
            });
    broker.subscribe(SubscriptionOptions.archive(), archive);
    Publisher publisher = publisher(broker);
    publishAll(publisher, NEWS, "before");
    assertThat(broker.awaitArchived(LONG)).isTrue();

    publishAll(publisher, NEWS, "stuck");
    archive.awaitBody("stuck");
    assertThat(broker.awaitArchived(A_MOMENT)).isFalse();
  }

  @Test
  @Proves(Guarantee.DURABLE_SUBSCRIPTION)
  void shouldTellWhoIsElsewhereHowFarTheArchiveIs() throws Exception {
    connect().subscribe(SubscriptionOptions.archive(), acknowledging());
    Broker elsewhere = connect();
    for (int round = 0; round < 3; round++) {
      publishRow(publisher(elsewhere), "alice " + round, NEWS, 200);
      assertThat(elsewhere.awaitArchived(LONG)).isTrue();
      waiting.until(
          () ->
              assertThat(
                      elsewhere
                          .subscriptionStatus(SubscriptionName.ARCHIVE)
                          .orElseThrow()
                          .waitingMessages())
                  .isZero());
    }
  }

  private static boolean awaitArchived(Broker broker) {
    try {
      return broker.awaitArchived(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
