package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** Messages wait for a named subscriber who is away, and are shared by several of one name. */
@Proves(Guarantee.DURABLE_SUBSCRIPTION)
abstract class DurableSubscriptionTests extends ConformancePart {

  private static final BoardName BOARD = BoardName.of("news.local");
  private static final BoardName BOARD_OF_WORK = BoardName.of("work.a");
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final SubscriptionName BOB = SubscriptionName.of("bob");
  private static final SubscriptionName TEAM = SubscriptionName.of("team.blue-1");

  @Test
  void shouldKeepMessagesForASubscriberWhoIsAway() {
    Publisher publisher = publisher(connect());
    visit(ALICE, "news.#", () -> publishAll(publisher, BOARD, "present"), "present");
    publishAll(publisher, BOARD, "away 1", "away 2");

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "news.#"), inbox);
    publishAll(publisher, BOARD, "back");

    assertThat(inbox.awaitBody("back").bodies()).containsExactly("away 1", "away 2", "back");
  }

  @Test
  void shouldKeepMessagesForASubscriberWhoNeverReceivedAny() {
    visit(ALICE, "news.#", () -> {});
    publishAll(publisher(connect()), BOARD, "first", "second");

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "news.#"), inbox);

    assertThat(inbox.awaitCount(2).bodies()).containsExactly("first", "second");
  }

  @Test
  void shouldNotDeliverAgainWhatWasAcknowledged() {
    Publisher publisher = publisher(connect());
    for (int round = 0; round < 5; round++) {
      String body = "round " + round;
      Inbox inbox = visit(ALICE, "news.#", () -> publishAll(publisher, BOARD, body), body);
      assertThat(inbox.bodies()).containsExactly(body);
    }
  }

  @Test
  void shouldGiveEveryNameItsOwnCopy() {
    Publisher publisher = publisher(connect());
    visit(ALICE, "news.#", () -> {});
    visit(BOB, "*.local", () -> {});
    publishAll(publisher, BOARD, "for both");

    Broker broker = connect();
    Inbox alice = acknowledging();
    Inbox bob = acknowledging();
    broker.subscribe(durable(ALICE, "news.#"), alice);
    broker.subscribe(durable(BOB, "*.local"), bob);

    assertThat(alice.awaitCount(1).bodies()).containsExactly("for both");
    assertThat(bob.awaitCount(1).bodies()).containsExactly("for both");
  }

  @Test
  void shouldCollectByEveryPattern() {
    SubscriptionOptions options = durable(ALICE, "news.*", "sports.#", "_dead.carol");
    connect().subscribe(options, acknowledging()).close();
    Publisher publisher = publisher(connect());
    publishAll(publisher, BoardName.of("news.a"), "news");
    publishAll(publisher, BoardName.of("sports"), "sports");
    publishAll(publisher, BoardName.of("_dead.carol"), "dead");
    publishAll(publisher, BoardName.of("weather"), "weather");

    Inbox inbox = acknowledging();
    connect().subscribe(options, inbox);

    assertThat(inbox.awaitCount(3).bodies()).containsExactlyInAnyOrder("news", "sports", "dead");
  }

  @Test
  @Proves(Guarantee.SHARED_SUBSCRIPTION)
  void shouldShareOneNameBetweenItsSubscribers() {
    Inbox one = acknowledging();
    Inbox two = acknowledging();
    SubscriptionOptions options = durable(TEAM, "work.#").prefetch(10, 1 << 20);
    connect().subscribe(options, one);
    connect().subscribe(options, two);

    Publisher publisher = publisher(connect());
    for (int i = 0; i < 20; i++) {
      publishRow(publisher, "boss", BoardName.of("work.board-" + i), 20);
    }

    waiting.until(() -> assertThat(one.count() + two.count()).isGreaterThanOrEqualTo(400));
    List<Delivery> all = new ArrayList<>(one.deliveries());
    all.addAll(two.deliveries());
    assertThat(all).extracting(delivery -> delivery.message().id()).doesNotHaveDuplicates();
    assertThat(all).hasSize(400);
    assertThat(one.count()).as("what the first got").isPositive();
    assertThat(two.count()).as("what the second got").isPositive();
  }

  @Test
  @Proves(Guarantee.SHARED_SUBSCRIPTION)
  void shouldHaveOneMemberWorkAtATimeWhereThatIsAsked() {
    Inbox one = acknowledging();
    Inbox two = acknowledging();
    SubscriptionOptions options = durable(TEAM, "work.#").prefetch(10, 1 << 20).workedByOne();
    Subscription ofOne = connect().subscribe(options, one);
    Subscription ofTwo = connect().subscribe(options, two);
    Publisher publisher = publisher(connect());

    publishRow(publisher, "before", BOARD_OF_WORK, 100);
    waiting.until(() -> assertThat(one.count() + two.count()).isEqualTo(100));
    Inbox working = one.count() > 0 ? one : two;
    Inbox standingBy = working == one ? two : one;
    assertThat(working.deliveries().stream().map(Numbered::numberOf).toList())
        .isEqualTo(Numbered.upTo(100));

    (working == one ? ofOne : ofTwo).close();
    publishRow(publisher, "after", BOARD_OF_WORK, 100);
    assertThat(standingBy.awaitCount(100).deliveries().stream().map(Numbered::numberOf).toList())
        .isEqualTo(Numbered.upTo(100));
  }

  @Test
  @Proves({Guarantee.SHARED_SUBSCRIPTION, Guarantee.REDELIVERY})
  void shouldGiveWhatAMemberLeftUndoneToTheOthers() {
    Inbox leaving = holding();
    Inbox staying = acknowledging();
    SubscriptionOptions options = durable(TEAM, "work.#").prefetch(10, 1 << 20);
    Subscription leavingMember = connect().subscribe(options, leaving);
    publishRow(publisher(connect()), "boss", BOARD_OF_WORK, 30);
    leaving.awaitCount(10);

    connect().subscribe(options, staying);
    leavingMember.close();

    staying.awaitCount(30);
    assertThat(staying.deliveries().stream().map(Numbered::numberOf).toList())
        .containsExactlyInAnyOrderElementsOf(Numbered.upTo(30));
  }

  @Test
  void shouldForgetARemovedSubscription() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    visit(ALICE, "news.#", () -> {});
    publishAll(publisher, BOARD, "gone");

    assertThat(broker.removeSubscription(ALICE)).isTrue();
    assertThat(broker.removeSubscription(ALICE)).isFalse();
    assertThat(broker.subscriptionStatus(ALICE)).isEmpty();
    publishAll(publisher, BOARD, "gone too");

    Inbox inbox = acknowledging();
    broker.subscribe(durable(ALICE, "news.#"), inbox);
    publishAll(publisher, BOARD, "new");
    assertThat(inbox.awaitBody("new").bodies()).containsExactly("new");
  }

  @Test
  void shouldTellHowASubscriptionStands() {
    Broker broker = connect();
    assertThat(broker.subscriptionStatus(ALICE)).isEmpty();

    Subscription subscription = broker.subscribe(durable(ALICE, "news.#"), acknowledging());
    awaitStatus(broker, new SubscriptionStatus(0, 1));
    subscription.close();
    awaitStatus(broker, new SubscriptionStatus(0, 0));
    publishAll(publisher(broker), BOARD, "one", "two", "three");
    awaitStatus(broker, new SubscriptionStatus(3, 0));
    visit(ALICE, "news.#", () -> {}, "three");
    awaitStatus(broker, new SubscriptionStatus(0, 0));
  }

  @Test
  void shouldKeepEveryMessageForAnArchiveThatNeverRan() {
    Publisher publisher = publisher(connect());
    publishAll(publisher, BOARD, "first");
    publishAll(publisher, BoardName.of("_dead.alice"), "dead letter");
    publishAll(publisher, BoardName.of("_other.system"), "not for the archive");
    publishAll(publisher, BOARD, "last");

    Inbox archive = acknowledging();
    connect().subscribe(SubscriptionOptions.archive(), archive);
    publishAll(publisher, BOARD, "live");

    assertThat(archive.awaitBody("live").awaitCount(4).bodies())
        .containsExactlyInAnyOrder("first", "dead letter", "last", "live");
    assertThat(archive.bodies().stream().filter(body -> !body.equals("dead letter")))
        .containsExactly("first", "last", "live");
  }

  @Test
  @Proves(Guarantee.SHARED_SUBSCRIPTION)
  void shouldHandTheArchivesFeedFromOneServiceToTheNext() {
    Inbox first = acknowledging();
    Inbox second = acknowledging();
    Subscription leaving = connect().subscribe(SubscriptionOptions.archive(), first);
    connect().subscribe(SubscriptionOptions.archive(), second);
    Publisher publisher = publisher(connect());

    publishRow(publisher, "before", BOARD, 100);
    waiting.until(() -> assertThat(first.count() + second.count()).isEqualTo(100));
    leaving.close();
    publishRow(publisher, "after", BOARD, 100);

    waiting.until(() -> assertThat(first.count() + second.count()).isEqualTo(200));
    List<Delivery> all = new ArrayList<>(first.deliveries());
    all.addAll(second.deliveries());
    Map<Numbered.Row, Integer> posted =
        Map.of(new Numbered.Row("before", BOARD), 100, new Numbered.Row("after", BOARD), 100);
    Numbered.assertExactlyOnceInOrder(all, posted);
  }

  @Test
  void shouldCollectAnAwayMessageOfEachOfManyBoards() {
    visit(ALICE, "#", () -> {});
    Publisher publisher = publisher(connect());
    List<BoardName> boards =
        IntStream.range(0, 50).mapToObj(i -> BoardName.of("board." + i)).toList();
    boards.forEach(board -> publishAll(publisher, board, board.value()));

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "#"), inbox);

    assertThat(inbox.awaitCount(50).deliveries())
        .extracting(Delivery::board)
        .containsExactlyInAnyOrderElementsOf(boards);
  }

  @Test
  void shouldCollectFromItsDeclarationOn() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    publishAll(publisher, BOARD, "before");
    broker.declareSubscription(durable(ALICE, "news.#"));
    publishAll(publisher, BOARD, "one", "two");
    broker.declareSubscription(durable(ALICE, "news.#"));
    awaitStatus(broker, new SubscriptionStatus(2, 0));

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "news.#"), inbox);

    assertThat(inbox.awaitBody("two").bodies()).containsExactly("one", "two");
  }

  @Test
  void shouldCollectByItsLatestPatternsFromTheirDeclarationOn() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    broker.declareSubscription(durable(ALICE, "news.#", "sports.#"));
    publishAll(publisher, BOARD, "news before");
    publishAll(publisher, BoardName.of("weather"), "weather before");

    broker.declareSubscription(durable(ALICE, "news.#", "weather"));
    publishAll(publisher, BoardName.of("sports.a"), "sports after");
    publishAll(publisher, BOARD, "news after");
    publishAll(publisher, BoardName.of("weather"), "weather after");

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "news.#", "weather"), inbox);
    assertThat(inbox.awaitCount(3).bodies())
        .containsExactlyInAnyOrder("news before", "news after", "weather after");
  }

  @Test
  void shouldCollectByThePatternsOfWhoAttachedLast() {
    Broker broker = connect();
    Publisher publisher = publisher(broker);
    visit(ALICE, "news.#", () -> {});
    visit(ALICE, "sports.#", () -> {});
    publishAll(publisher, BOARD, "news");
    publishAll(publisher, BoardName.of("sports.a"), "sports");
    visit(ALICE, "news.#", () -> publishAll(publisher, BOARD, "news again"), "news again");

    Inbox inbox = acknowledging();
    connect().subscribe(durable(ALICE, "#"), inbox);
    publishAll(publisher, BoardName.of("weather"), "weather");
    assertThat(inbox.awaitBody("weather").bodies()).containsExactly("weather");
  }

  @Test
  void shouldDeclareNothingWithoutAName() {
    Broker broker = connect();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> broker.declareSubscription(ephemeral("news.#")));
  }

  /** Comes, lets something happen, stays until the awaited bodies are there, and leaves. */
  private Inbox visit(
      SubscriptionName name, String pattern, Runnable meanwhile, String... awaited) {
    Inbox inbox = acknowledging();
    Broker broker = connect();
    broker.subscribe(durable(name, pattern), inbox);
    meanwhile.run();
    List.of(awaited).forEach(inbox::awaitBody);
    broker.close();
    return inbox;
  }

  private void awaitStatus(Broker broker, SubscriptionStatus expected) {
    waiting.until(
        () -> assertThat(broker.subscriptionStatus(ALICE)).isEqualTo(Optional.of(expected)));
  }
}
