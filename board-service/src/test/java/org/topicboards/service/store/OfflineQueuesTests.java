package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.topicboards.service.store.MessageStoreConformance.posted;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** What every {@link OfflineQueues} keeps; a part of {@link MessageStoreConformance}. */
abstract class OfflineQueuesTests {

  private static final BoardName NEWS = BoardName.of("news");
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final SubscriptionName BOB = SubscriptionName.of("bob");

  private final Supplier<MessageStore> store;

  OfflineQueuesTests(Supplier<MessageStore> store) {
    this.store = store;
  }

  @Test
  void shouldBeginForANewSubscriberWithWhatIsArchivedFromNowOn() {
    append(1, 3);
    queues().open(ALICE);
    append(4, 5);

    assertThat(waitingFor(ALICE)).containsExactly("4", "5");
    assertThat(queues().open(ALICE)).isEqualTo(queues().find(ALICE).orElseThrow());
    assertThat(queues().find(BOB)).isEmpty();
  }

  @Test
  void shouldMoveOnAndNeverBack() {
    queues().open(ALICE);
    queues().open(BOB);
    append(1, 5);
    long third = store.get().read(NEWS, 3, 1).get(0).position();

    assertThat(queues().advance(ALICE, third)).isTrue();
    assertThat(queues().advance(ALICE, third - 1)).isTrue();
    assertThat(queues().advance(SubscriptionName.of("carol"), third)).isFalse();

    assertThat(waitingFor(ALICE)).containsExactly("4", "5");
    assertThat(waitingFor(BOB)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void shouldForgetASubscriber() {
    queues().open(ALICE);
    append(1, 2);

    assertThat(queues().remove(ALICE)).isTrue();
    assertThat(queues().remove(ALICE)).isFalse();
    assertThat(queues().find(ALICE)).isEmpty();
    queues().open(ALICE);
    assertThat(waitingFor(ALICE)).isEmpty();
  }

  @Test
  void shouldTellWhatHasExpiredBehindTheCursorOnly() {
    append(1, 2);
    queues().open(ALICE);
    append(3, 10);
    queues().open(BOB);
    queues().advance(BOB, store.get().read(NEWS, 9, 1).get(0).position());
    keepTheLast(3);

    assertThat(range(ALICE).gaps()).containsExactly(new HistoryGap(NEWS, 0, 7));
    assertThat(range(BOB).gaps()).isEmpty();
    assertThat(waitingFor(ALICE)).containsExactly("8", "9", "10");
  }

  private void keepTheLast(int messages) {
    Retention retention = Retention.parse("count=" + messages);
    store.get().boards().update(NEWS, new BoardSettings(null, retention));
    while (store.get().boards().expire()) {
      Thread.onSpinWait();
    }
  }

  private List<String> waitingFor(SubscriptionName name) {
    return store.get().history().page(range(name), 100, Long.MAX_VALUE).messages().stream()
        .map(waiting -> waiting.message().id())
        .toList();
  }

  private HistoryRange range(SubscriptionName name) {
    HistoryRequest request =
        new HistoryRequest(
            List.of(BoardPattern.ALL),
            queues().find(name).orElseThrow(),
            new HistoryRequest.End.Now());
    return store.get().history().range(request).orElseThrow();
  }

  private OfflineQueues queues() {
    return store.get().offlineQueues();
  }

  private void append(int firstId, int lastId) {
    store
        .get()
        .append(
            IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> posted(NEWS, Integer.toString(id)))
                .toList());
  }
}
