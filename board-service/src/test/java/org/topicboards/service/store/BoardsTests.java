package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.topicboards.service.store.MessageStoreConformance.posted;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What every {@link Boards} keeps; a part of {@link MessageStoreConformance}. */
abstract class BoardsTests {

  private static final BoardName NEWS = BoardName.of("news");
  private static final BoardName SPORTS = BoardName.of("sports");

  private final Supplier<MessageStore> store;

  BoardsTests(Supplier<MessageStore> store) {
    this.store = store;
  }

  @Test
  void shouldListWhatEachBoardHolds() {
    Instant before = Instant.now();
    append(NEWS, 1, 3);
    append(SPORTS, 1, 1);
    append(NEWS, 4, 5);
    BoardSettings settings =
        new BoardSettings("what\0happened é", Retention.parse("age=30d,count=10,bytes=1g"));
    boards().update(SPORTS, settings);

    List<BoardInfo> list = boards().list();

    assertThat(list).extracting(BoardInfo::name).containsExactly(NEWS, SPORTS);
    BoardInfo news = list.get(0);
    assertThat(news.settings()).isEqualTo(BoardSettings.DEFAULTS);
    assertThat(news.messages()).isEqualTo(5);
    assertThat(news.lowestSequence()).isEqualTo(1);
    assertThat(news.highestSequence()).isEqualTo(5);
    assertThat(news.firstArchived()).isBetween(before, news.lastArchived());
    assertThat(news.lastArchived()).isBeforeOrEqualTo(Instant.now());
    assertThat(news.expiredArchived()).isNull();
    assertThat(news.bytes())
        .isEqualTo(
            store.get().read(NEWS, 1, 10).stream()
                .map(ArchivedMessage::message)
                .mapToLong(message -> message.body().length + message.attributeBytes())
                .sum());
    assertThat(list.get(1).settings()).isEqualTo(settings);
    assertThat(boards().find(SPORTS)).contains(list.get(1));
    assertThat(boards().find(BoardName.of("nowhere"))).isEmpty();
    assertThat(boards().existing(Set.of(NEWS, BoardName.of("nowhere")))).containsExactly(NEWS);
  }

  @Test
  void shouldCreateABoardOnce() {
    BoardSettings settings = new BoardSettings("first", Retention.UNLIMITED);

    assertThat(boards().create(NEWS, settings)).isTrue();
    assertThat(boards().create(NEWS, BoardSettings.DEFAULTS)).isFalse();
    append(SPORTS, 1, 1);
    assertThat(boards().create(SPORTS, settings)).isFalse();
    assertThat(boards().update(BoardName.of("nowhere"), settings)).isFalse();

    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.settings()).isEqualTo(settings);
    assertThat(news.messages()).isZero();
    assertThat(news.lowestSequence()).isEqualTo(1);
    assertThat(news.highestSequence()).isZero();
    assertThat(news.firstArchived()).isNull();
    append(NEWS, 1, 2);
    assertThat(boards().find(NEWS).orElseThrow().settings()).isEqualTo(settings);
  }

  @Test
  void shouldDeleteABoardAtOnceAndItsSpaceInSteps() {
    append(NEWS, 1, 1_200);
    append(SPORTS, 1, 2);

    assertThat(boards().delete(NEWS)).isTrue();

    assertThat(boards().delete(NEWS)).isFalse();
    assertThat(boards().list()).extracting(BoardInfo::name).containsExactly(SPORTS);
    assertThat(store.get().read(NEWS, 1, 10)).isEmpty();
    append(NEWS, 1, 1);
    int steps = 0;
    while (boards().expire()) {
      steps++;
    }
    assertThat(steps).isGreaterThanOrEqualTo(3);
    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.messages()).isEqualTo(1);
    assertThat(news.lowestSequence()).isEqualTo(1_201);
    assertThat(news.highestSequence()).isEqualTo(1_201);
    assertThat(store.get().counts()).containsEntry(SPORTS, 2L);
  }

  @Test
  void shouldCreateADeletedBoardAnew() {
    boards().create(NEWS, new BoardSettings("old", Retention.parse("count=1")));
    append(NEWS, 1, 5);
    boards().delete(NEWS);

    assertThat(boards().create(NEWS, BoardSettings.DEFAULTS)).isTrue();

    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.settings()).isEqualTo(BoardSettings.DEFAULTS);
    assertThat(news.highestSequence()).isEqualTo(5);
    assertThat(news.beginSequence()).isEqualTo(6);
    append(NEWS, 6, 6);
    assertThat(store.get().highestSequence(NEWS)).isEqualTo(6);
  }

  @Test
  void shouldKeepWithinACount() {
    append(NEWS, 1, 1_300);
    boards().update(NEWS, new BoardSettings(null, Retention.parse("count=100")));

    expireAll();

    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.messages()).isEqualTo(100);
    assertThat(news.lowestSequence()).isEqualTo(1_201);
    assertThat(news.highestSequence()).isEqualTo(1_300);
    assertThat(news.expiredArchived()).isNotNull().isBeforeOrEqualTo(news.firstArchived());
    assertThat(store.get().read(NEWS, 1, 1_000)).hasSize(100);
  }

  @Test
  void shouldKeepWithinASize() {
    for (int i = 0; i < 20; i++) {
      Message message = Message.from("a").id("" + i).type("t").body(new byte[100_000]).build();
      store.get().append(List.of(new PostedMessage(NEWS, message)));
    }
    boards().update(NEWS, new BoardSettings(null, Retention.parse("bytes=350000")));

    expireAll();

    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.messages()).isEqualTo(3);
    assertThat(news.bytes()).isBetween(300_000L, 350_000L);
  }

  @Test
  void shouldKeepWithinAnAge() {
    append(NEWS, 1, 10);
    append(SPORTS, 1, 10);
    boards().update(NEWS, new BoardSettings(null, Retention.parse("age=1d")));
    expireAll();
    assertThat(store.get().counts()).containsEntry(NEWS, 10L);

    boards().update(NEWS, new BoardSettings(null, Retention.parse("age=1ms")));
    await()
        .untilAsserted(
            () -> {
              expireAll();
              assertThat(store.get().counts()).containsEntry(NEWS, 0L).containsEntry(SPORTS, 10L);
            });

    BoardInfo news = boards().find(NEWS).orElseThrow();
    assertThat(news.bytes()).isZero();
    assertThat(news.lowestSequence()).isEqualTo(11);
    assertThat(news.highestSequence()).isEqualTo(10);
    append(NEWS, 1, 1);
    assertThat(store.get().highestSequence(NEWS)).isEqualTo(11);
  }

  @Test
  void shouldKeepRetentionWhileMessagesAreAppended() {
    boards().create(NEWS, new BoardSettings(null, Retention.parse("count=50")));
    try (Upkeep upkeep = Upkeep.start(store.get())) {
      for (int batch = 0; batch < 30; batch++) {
        append(NEWS, batch * 100, batch * 100 + 99);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(store.get().counts()).containsEntry(NEWS, 50L));
      assertThat(upkeep).isNotNull();
    }
    assertThat(store.get().highestSequence(NEWS)).isEqualTo(3_000);
  }

  private void append(BoardName board, int firstId, int lastId) {
    store
        .get()
        .append(
            IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> posted(board, Integer.toString(id)))
                .toList());
  }

  private void expireAll() {
    while (boards().expire()) {
      assertThat(boards().list()).isNotEmpty();
    }
  }

  private Boards boards() {
    return store.get().boards();
  }
}
