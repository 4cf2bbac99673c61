package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.topicboards.service.store.MessageStoreConformance.posted;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.service.store.HistoryRequest.End;
import org.topicboards.service.store.HistoryRequest.Start;

/** What every {@link History} answers; a part of {@link MessageStoreConformance}. */
abstract class HistoryTests {

  private static final BoardName NEWS = BoardName.of("news.today");
  private static final BoardName OLD = BoardName.of("news.old");
  private static final BoardName SPORTS = BoardName.of("sports");

  private final Supplier<MessageStore> store;

  HistoryTests(Supplier<MessageStore> store) {
    this.store = store;
  }

  @Test
  void shouldGiveTheLastOfABoardInOrder() {
    append(NEWS, 1, 100);
    append(SPORTS, 1, 10);

    assertThat(ids(request("news.today", new Start.Last(3)))).containsExactly("98", "99", "100");
    assertThat(ids(request("sports", new Start.Last(1_000)))).hasSize(10);
    assertThat(ids(request("sports", new Start.Last(10)))).hasSize(10);
    assertThat(ids(request("sports", new Start.Last(0)))).isEmpty();
    assertThat(ids(request("nowhere", new Start.Last(3)))).isEmpty();
  }

  @Test
  void shouldMergeBoardsInTheOrderOfTheArchive() {
    append(NEWS, 1, 3);
    append(SPORTS, 4, 6);
    append(OLD, 7, 9);
    append(NEWS, 10, 12);

    assertThat(ids(request("news.*", new Start.All())))
        .containsExactly("1", "2", "3", "7", "8", "9", "10", "11", "12");
    assertThat(ids(request("news.#", new Start.Last(4)))).containsExactly("9", "10", "11", "12");
    assertThat(ids(request("#", new Start.Last(8))))
        .containsExactly("5", "6", "7", "8", "9", "10", "11", "12");
    assertThat(
            ids(
                new HistoryRequest(
                    patterns("sports", "news.old", "news.*"), new Start.Last(5), new End.Now())))
        .containsExactly("8", "9", "10", "11", "12");
    assertThat(ids(request("none.*", new Start.Last(4)))).isEmpty();
  }

  @Test
  void shouldFindRareMessagesAmongMany() {
    append(OLD, 1, 1);
    for (int batch = 0; batch < 10; batch++) {
      append(SPORTS, batch * 1_000, batch * 1_000 + 999);
    }
    append(NEWS, 2, 3);

    assertThat(ids(request("news.#", new Start.All()))).containsExactly("1", "2", "3");
    assertThat(ids(request("news.#", new Start.Last(2)))).containsExactly("2", "3");
    HistoryRange range = range(request("#", new Start.Last(9_000)));
    assertThat(history().page(range, 3, Long.MAX_VALUE).messages())
        .extracting(message -> message.message().id())
        .containsExactly("1002", "1003", "1004");
  }

  @Test
  void shouldPageWithoutLossOrRepetition() {
    append(NEWS, 1, 25);
    append(OLD, 26, 50);
    append(NEWS, 51, 60);
    List<String> all = IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).toList();

    for (int pageSize : new int[] {1, 7, 25, 59, 60, 61}) {
      assertThat(ids(request("news.*", new Start.All()), pageSize, Long.MAX_VALUE)).isEqualTo(all);
    }
    assertThat(ids(request("news.today", new Start.All()), 4, Long.MAX_VALUE)).hasSize(35);
  }

  @Test
  void shouldBoundAPageInBytes() {
    byte[] body = new byte[1_000];
    store
        .get()
        .append(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        new PostedMessage(
                            i % 2 == 0 ? NEWS : OLD,
                            Message.from("a").id("" + i).body(body).build()))
                .toList());

    for (String pattern : List.of("news.*", "news.today")) {
      HistoryRange range = range(request(pattern, new Start.All()));
      assertThat(history().page(range, 100, 5_500).messages()).hasSize(5);
      assertThat(history().page(range, 100, 1).messages()).hasSize(1);
    }
    assertThat(ids(request("news.*", new Start.All()), 100, 1)).hasSize(20);
  }

  @Test
  void shouldEndWhereTheArchiveEndedWhenAsked() {
    append(NEWS, 1, 5);
    HistoryRange range = range(request("news.*", new Start.All()));
    append(NEWS, 6, 10);
    append(OLD, 11, 12);

    assertThat(ids(range, 100, Long.MAX_VALUE)).containsExactly("1", "2", "3", "4", "5");
    assertThat(range(request("news.*", new Start.Last(0))).isEmpty()).isTrue();
  }

  @Test
  void shouldBeginWithASequenceAndEndWithOne() {
    append(NEWS, 1, 20);
    append(SPORTS, 1, 5);
    append(NEWS, 21, 30);

    assertThat(ids(request("news.today", new Start.From(28)))).containsExactly("28", "29", "30");
    assertThat(ids(request("news.today", new Start.From(31)))).isEmpty();
    assertThat(ids(request("news.today", new Start.From(-5)))).hasSize(30);
    assertThat(
            ids(
                new HistoryRequest(
                    patterns("news.today"), new Start.From(19), new End.Through(22))))
        .containsExactly("19", "20", "21", "22");
    assertThat(
            ids(new HistoryRequest(patterns("news.today"), new Start.Last(2), new End.Through(22))))
        .containsExactly("21", "22");
    assertThat(ids(new HistoryRequest(patterns("news.today"), new Start.All(), new End.Through(0))))
        .isEmpty();
  }

  @Test
  void shouldRefuseASequenceOfSeveralBoards() {
    assertThatThrownBy(() -> history().range(request("news.*", new Start.From(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("news.*");
    assertThatThrownBy(
            () ->
                history()
                    .range(
                        new HistoryRequest(
                            patterns("a", "b"), new Start.All(), new End.Through(3))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBeginAndEndWithATimeOfArchiving() {
    append(NEWS, 1, 1);
    append(OLD, 2, 2);
    append(NEWS, 3, 3);
    List<ArchivedMessage> all = messages(range(request("#", new Start.All())), 10, Long.MAX_VALUE);
    Instant second = all.get(1).archived();

    assertThat(ids(request("#", new Start.Since(second)))).containsExactly("2", "3");
    assertThat(ids(request("#", new Start.Since(second.plusNanos(1))))).containsExactly("3");
    assertThat(ids(new HistoryRequest(patterns("#"), new Start.All(), new End.Until(second))))
        .containsExactly("1", "2");
    assertThat(
            ids(
                new HistoryRequest(
                    patterns("#"), new Start.All(), new End.Until(second.minusNanos(1)))))
        .containsExactly("1");
    Instant future = Instant.now().plus(Duration.ofDays(1));
    assertThat(ids(request("#", new Start.Since(future)))).isEmpty();
    assertThat(ids(request("#", new Start.Since(Instant.MIN)))).hasSize(3);
    assertThat(ids(request("#", new Start.Since(Instant.MAX)))).isEmpty();
    assertThat(ids(new HistoryRequest(patterns("#"), new Start.All(), new End.Until(Instant.MAX))))
        .hasSize(3);
  }

  @Test
  void shouldGoOnBehindAnId() {
    append(NEWS, 1, 5);
    append(OLD, 6, 8);
    append(SPORTS, 3, 3);

    assertThat(ids(request("news.*", new Start.After("4")))).containsExactly("5", "6", "7", "8");
    assertThat(ids(request("sports", new Start.After("3")))).isEmpty();
    assertThat(history().range(request("news.*", new Start.After("nothing")))).isEmpty();
    assertThat(history().range(request("sports", new Start.After("4")))).isEmpty();
  }

  @Test
  void shouldFindAnIdOnOneBoardAndOnAll() {
    append(NEWS, 1, 5);
    append(SPORTS, 3, 3);

    assertThat(history().find("3", patterns("#")))
        .extracting(ArchivedMessage::board)
        .containsExactly(NEWS, SPORTS);
    assertThat(history().find("3", patterns("sports")))
        .extracting(ArchivedMessage::board, ArchivedMessage::sequence)
        .containsExactly(tuple(SPORTS, 1L));
    assertThat(history().find("9", patterns("#"))).isEmpty();
  }

  @Test
  void shouldSayWhatIsNotThereAnyMore() {
    append(NEWS, 1, 10);
    Instant middle = Instant.now();
    append(SPORTS, 1, 3);
    keepLast(NEWS, 4);

    HistoryGap missing = new HistoryGap(NEWS, 1, 6);
    assertThat(range(request("news.today", new Start.All())).gaps()).containsExactly(missing);
    assertThat(missing.count()).isEqualTo(6);
    assertThat(range(request("#", new Start.All())).gaps()).containsExactly(missing);
    assertThat(range(request("news.today", new Start.From(3))).gaps())
        .containsExactly(new HistoryGap(NEWS, 3, 6));
    assertThat(range(request("news.today", new Start.From(7))).gaps()).isEmpty();
    assertThat(range(request("news.today", new Start.Last(4))).gaps()).isEmpty();
    assertThat(range(request("news.today", new Start.Last(6))).gaps())
        .containsExactly(new HistoryGap(NEWS, 5, 6));
    assertThat(range(request("#", new Start.Since(middle))).gaps()).isEmpty();
    assertThat(range(request("#", new Start.Since(Instant.EPOCH))).gaps())
        .containsExactly(new HistoryGap(NEWS, 0, 6));
    assertThat(range(request("sports", new Start.All())).gaps()).isEmpty();
    assertThat(range(through(3, new Start.All())).gaps())
        .containsExactly(new HistoryGap(NEWS, 1, 3));
    assertThat(range(through(3, new Start.Last(2))).gaps())
        .containsExactly(new HistoryGap(NEWS, 2, 3));
    assertThat(range(through(8, new Start.Last(5))).gaps())
        .containsExactly(new HistoryGap(NEWS, 4, 6));
    assertThat(range(through(3, new Start.From(4))).gaps()).isEmpty();
    assertThat(range(through(8, new Start.From(5))).gaps())
        .containsExactly(new HistoryGap(NEWS, 5, 6));
    assertThat(history().range(request("news.today", new Start.After("2")))).isEmpty();
  }

  @Test
  void shouldCountNoGapFromBeforeABoardWasDeleted() {
    append(NEWS, 1, 10);
    store.get().boards().delete(NEWS);
    append(NEWS, 11, 12);

    assertThat(range(request("news.today", new Start.All())).gaps()).isEmpty();
    assertThat(ids(request("#", new Start.All()))).containsExactly("11", "12");
    assertThat(store.get().read(NEWS, 1, 10))
        .extracting(ArchivedMessage::sequence)
        .containsExactly(11L, 12L);
  }

  @Test
  void shouldRestoreSequencesAndTimesIntoAnEmptyBoard() {
    Instant archived = Instant.parse("2020-02-02T02:02:02.123456789Z");
    Message message = Message.from("a").id("1").build();
    Message next = Message.from("a").id("2").build();

    AppendResult result =
        store
            .get()
            .restore(
                List.of(
                    new ArchivedMessage(NEWS, 99, 41, archived, message),
                    new ArchivedMessage(NEWS, 99, 41, archived.minusSeconds(1), next),
                    new ArchivedMessage(NEWS, 99, 41, archived, message)));
    append(NEWS, 3, 3);

    assertThat(result).isEqualTo(new AppendResult(2, 1, List.of()));
    List<ArchivedMessage> restored = store.get().read(NEWS, 1, 10);
    assertThat(restored).extracting(ArchivedMessage::sequence).containsExactly(41L, 42L, 43L);
    assertThat(restored.get(0).archived()).isEqualTo(archived);
    assertThat(restored.get(1).archived()).isEqualTo(archived);
    assertThat(restored.get(2).archived()).isAfter(archived.plusSeconds(1));
    assertThat(range(request("news.today", new Start.From(40))).gaps())
        .containsExactly(new HistoryGap(NEWS, 40, 40));
  }

  @Test
  void shouldNotRestoreTimesFromTheFuture() {
    Instant future = Instant.now().plus(Duration.ofDays(1_000));
    store
        .get()
        .restore(
            List.of(new ArchivedMessage(NEWS, 1, 1, future, Message.from("a").id("1").build())));

    assertThat(store.get().read(NEWS, 1, 1).get(0).archived()).isBefore(future.minusSeconds(60));
  }

  private void append(BoardName board, int firstId, int lastId) {
    store
        .get()
        .append(
            IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> posted(board, Integer.toString(id)))
                .toList());
  }

  private void keepLast(BoardName board, long messages) {
    Boards boards = store.get().boards();
    boards.update(board, new BoardSettings(null, new Retention(null, messages, null)));
    while (boards.expire()) {
      assertThat(store.get().counts().get(board)).isGreaterThanOrEqualTo(messages);
    }
  }

  private History history() {
    return store.get().history();
  }

  private HistoryRange range(HistoryRequest request) {
    return history().range(request).orElseThrow();
  }

  private List<String> ids(HistoryRequest request) {
    return ids(request, 1_000, Long.MAX_VALUE);
  }

  private List<String> ids(HistoryRequest request, int pageSize, long pageBytes) {
    return ids(range(request), pageSize, pageBytes);
  }

  private List<String> ids(HistoryRange range, int pageSize, long pageBytes) {
    return messages(range, pageSize, pageBytes).stream()
        .map(message -> message.message().id())
        .toList();
  }

  private List<ArchivedMessage> messages(HistoryRange range, int pageSize, long pageBytes) {
    List<ArchivedMessage> messages = new ArrayList<>();
    HistoryRange rest = range;
    while (!rest.isEmpty()) {
      HistoryPage page = history().page(rest, pageSize, pageBytes);
      assertThat(page.messages()).hasSizeLessThanOrEqualTo(pageSize);
      messages.addAll(page.messages());
      rest = page.rest();
    }
    return messages;
  }

  private static HistoryRequest through(long sequence, Start start) {
    return new HistoryRequest(
        List.of(BoardPattern.of("news.today")), start, new End.Through(sequence));
  }

  private static HistoryRequest request(String pattern, Start start) {
    return new HistoryRequest(patterns(pattern), start, new End.Now());
  }

  private static List<BoardPattern> patterns(String... patterns) {
    return Stream.of(patterns).map(BoardPattern::of).toList();
  }
}
