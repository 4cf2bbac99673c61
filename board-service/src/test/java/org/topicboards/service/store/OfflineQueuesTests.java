package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.topicboards.service.store.MessageStoreConformance.posted;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What every {@link OfflineQueues} keeps; a part of {@link MessageStoreConformance}. */
abstract class OfflineQueuesTests {

  private static final BoardName NEWS = BoardName.of("news");
  private static final BoardName SPORTS = BoardName.of("sports");
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final SubscriptionName BOB = SubscriptionName.of("bob");
  private static final String FIELD = "field";

  private final Supplier<MessageStore> store;

  OfflineQueuesTests(Supplier<MessageStore> store) {
    this.store = store;
  }

  @Test
  void shouldBeginForANewSubscriberWithWhatIsArchivedFromNowOn() {
    append(NEWS, 1, 3);
    open(ALICE, "#");
    append(NEWS, 4, 5);

    assertThat(waitingFor(ALICE)).containsExactly("4", "5");
    assertThat(open(ALICE, "#")).isEqualTo(queues().find(ALICE).orElseThrow());
    assertThat(queues().find(BOB)).isEmpty();
    assertThat(queues().waiting(BOB)).isEmpty();
  }

  @Test
  void shouldMoveOnAndNeverBack() {
    open(ALICE, "#");
    open(BOB, "#");
    append(NEWS, 1, 5);
    long third = position(3);

    assertThat(queues().advance(ALICE, third)).isTrue();
    assertThat(queues().advance(ALICE, third - 1)).isTrue();
    assertThat(queues().advance(SubscriptionName.of("carol"), third)).isFalse();

    assertThat(waitingFor(ALICE)).containsExactly("4", "5");
    assertThat(waitingFor(BOB)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void shouldForgetASubscriber() {
    open(ALICE, "#");
    append(NEWS, 1, 2);

    assertThat(queues().remove(ALICE)).isTrue();
    assertThat(queues().remove(ALICE)).isFalse();
    assertThat(queues().find(ALICE)).isEmpty();
    open(ALICE, "news");
    assertThat(waitingFor(ALICE)).isEmpty();
    assertThat(queues().find(ALICE).orElseThrow().boards())
        .containsExactly(BoardPattern.of("news"));
  }

  @Test
  void shouldTellWhatHasExpiredBehindTheCursorOnly() {
    append(NEWS, 1, 2);
    open(ALICE, "#");
    append(NEWS, 3, 10);
    open(BOB, "#");
    queues().advance(BOB, position(9));
    keepTheLast(3);

    assertThat(range(ALICE).gaps()).containsExactly(new HistoryGap(NEWS, 0, 7));
    assertThat(range(BOB).gaps()).isEmpty();
    assertThat(waitingFor(ALICE)).containsExactly("8", "9", "10");
  }

  @Test
  void shouldBeginNewPatternsNowAndKeepTheOthers() {
    open(ALICE, "news");
    append(NEWS, 1, 2);
    append(SPORTS, 3, 4);

    OfflineQueue changed = open(ALICE, "news", "sports");
    append(NEWS, 5, 5);
    append(SPORTS, 6, 6);

    assertThat(waitingFor(ALICE)).containsExactly("1", "2", "5", "6");
    assertThat(open(ALICE, "sports", "news")).isEqualTo(changed);
    assertThat(changed.begin(NEWS)).isEqualTo(changed.cursor());
    assertThat(changed.begin(SPORTS).position()).isGreaterThan(changed.cursor().position());
  }

  @Test
  void shouldDropPatternsAndBeginThemAnewWhenTheyComeBack() {
    open(ALICE, "news", "sports");
    append(NEWS, 1, 1);
    append(SPORTS, 2, 2);

    open(ALICE, "news");
    assertThat(waitingFor(ALICE)).containsExactly("1");
    append(SPORTS, 3, 3);
    open(ALICE, "news", "sports");
    append(SPORTS, 4, 4);

    assertThat(waitingFor(ALICE)).containsExactly("1", "4");
  }

  @Test
  void shouldLetAMessageWaitFromTheFirstPatternThatMatchesIt() {
    open(ALICE, "#");
    append(NEWS, 1, 1);

    open(ALICE, "#", "news");

    assertThat(waitingFor(ALICE)).containsExactly("1");
  }

  @Test
  void shouldNotMissWhatHasExpiredBeforeThePatternCame() {
    open(ALICE, "sports");
    append(NEWS, 1, 5);
    open(ALICE, "sports", "news");
    keepTheLast(1);

    assertThat(range(ALICE).gaps()).isEmpty();
  }

  @Test
  void shouldForgetWhoIsAbandonedAndNobodyElse() {
    Instant day = Instant.parse("2026-11-01T00:00:00Z");
    open(ALICE, "news");
    open(BOB, "news");
    see(FIELD, ALICE, day);
    see(FIELD, BOB, day);
    see(FIELD, BOB, day.plusSeconds(1));

    assertThat(queues().expire(FIELD, ALICE, day)).isTrue();
    assertThat(queues().expire(FIELD, ALICE, day)).isFalse();
    assertThat(queues().expire(FIELD, BOB, day)).isFalse();

    assertThat(queues().find(ALICE)).isEmpty();
    assertThat(queues().find(BOB)).isPresent();
    assertThat(store.get().subscriptions().list(FIELD))
        .extracting(RegisteredSubscription::name)
        .containsExactly(BOB);
  }

  @Test
  void shouldKeepWhoHasComeOverAnotherBrokerSince() {
    Instant day = Instant.parse("2026-11-01T00:00:00Z");
    open(ALICE, "news");
    see(FIELD, ALICE, day);
    OfflineQueue unused = queues().open("lab", ALICE, patterns("news"));

    assertThat(queues().expire(FIELD, ALICE, day)).isTrue();

    assertThat(store.get().subscriptions().list(FIELD)).isEmpty();
    assertThat(queues().find(ALICE)).isPresent();
  }

  private void see(String broker, SubscriptionName name, Instant time) {
    store
        .get()
        .subscriptions()
        .seen(broker, List.of(new SeenSubscription(name, patterns("news"), time)));
  }

  private void keepTheLast(int messages) {
    Retention retention = Retention.parse("count=" + messages);
    store.get().boards().update(NEWS, new BoardSettings(null, retention));
    while (store.get().boards().expire()) {
      Thread.onSpinWait();
    }
  }

  /** The ids of what waits, which is as many messages as are said to. */
  private List<String> waitingFor(SubscriptionName name) {
    OfflineQueue queue = queues().find(name).orElseThrow();
    List<String> ids =
        store.get().history().page(range(name), 100, Long.MAX_VALUE).messages().stream()
            .filter(message -> message.position() > queue.begin(message.board()).position())
            .map(waiting -> waiting.message().id())
            .toList();
    assertThat(queues().waiting(name)).isEqualTo(OptionalLong.of(ids.size()));
    return ids;
  }

  private HistoryRange range(SubscriptionName name) {
    OfflineQueue queue = queues().find(name).orElseThrow();
    HistoryRequest request =
        new HistoryRequest(
            queue.boards(), new HistoryRequest.Start.Behind(queue), new HistoryRequest.End.Now());
    return store.get().history().range(request).orElseThrow();
  }

  private long position(long sequence) {
    return store.get().read(NEWS, sequence, 1).get(0).position();
  }

  private OfflineQueue open(SubscriptionName name, String... patterns) {
    return queues().open(FIELD, name, patterns(patterns));
  }

  private static List<BoardPattern> patterns(String... patterns) {
    return List.of(patterns).stream().map(BoardPattern::of).toList();
  }

  private OfflineQueues queues() {
    return store.get().offlineQueues();
  }

  private void append(BoardName board, int firstId, int lastId) {
    store
        .get()
        .append(
            IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> posted(board, Integer.toString(id)))
                .toList());
  }
}
