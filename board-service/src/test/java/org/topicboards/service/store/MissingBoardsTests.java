package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.topicboards.service.store.MessageStoreConformance.bytes;
import static org.topicboards.service.store.MessageStoreConformance.posted;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/**
 * What is posted to boards that nobody created, where that is set aside; a part of {@link
 * MessageStoreConformance}.
 */
abstract class MissingBoardsTests {

  private static final BoardName NEWS = BoardName.of("news");
  private static final BoardName SPORTS = BoardName.of("sports");

  private final Function<MissingBoards, MessageStore> opener;
  private MessageStore store;

  MissingBoardsTests(Function<MissingBoards, MessageStore> opener) {
    this.opener = opener;
  }

  @BeforeEach
  void openStore() {
    store = opener.apply(MissingBoards.SET_ASIDE);
    store.boards().create(NEWS, BoardSettings.DEFAULTS);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void shouldArchiveOnlyWhatIsPostedToBoardsThatWereCreated() {
    AppendResult result =
        store.append(
            List.of(
                posted(SPORTS, "s1"),
                posted(NEWS, "n1"),
                posted(SPORTS, "s2"),
                posted(BoardName.of("weather"), "w1")));

    assertThat(result)
        .isEqualTo(
            new AppendResult(1, Map.of(SPORTS, 2, BoardName.of("weather"), 1), 0, List.of()));
    assertThat(store.counts()).containsExactlyEntriesOf(Map.of(NEWS, 1L));
    assertThat(store.boards().list()).extracting(BoardInfo::name).containsExactly(NEWS);
    assertThat(store.boards().find(SPORTS)).isEmpty();
    assertThat(store.boards().update(SPORTS, BoardSettings.DEFAULTS)).isFalse();
    assertThat(store.read(SPORTS, 1, 10)).isEmpty();
    assertThat(history()).containsExactly("n1");
    assertThat(store.history().find("s1", List.of(BoardPattern.ALL))).isEmpty();
  }

  @Test
  void shouldNameAndCountWhatIsSetAside() {
    store.append(List.of(posted(SPORTS, "s1"), posted(SPORTS, "s2"), posted(NEWS, "n1")));

    assertThat(store.boards().setAside())
        .extracting(BoardInfo::name, BoardInfo::messages, BoardInfo::highestSequence)
        .containsExactly(tuple(SPORTS, 2L, 2L));
    BoardInfo sports = store.boards().setAside().get(0);
    assertThat(sports.bytes()).isPositive();
    assertThat(sports.firstArchived()).isNotNull().isBeforeOrEqualTo(sports.lastArchived());
  }

  @Test
  void shouldTakeInWhatWasSetAsideOnceTheBoardIsCreated() {
    store.append(List.of(posted(SPORTS, "s1"), posted(NEWS, "n1"), posted(SPORTS, "s2")));

    assertThat(store.boards().create(SPORTS, BoardSettings.DEFAULTS)).isTrue();
    AppendResult result = store.append(List.of(posted(SPORTS, "s3"), posted(SPORTS, "s1")));

    assertThat(result).isEqualTo(new AppendResult(1, 1, List.of()));
    assertThat(store.boards().setAside()).isEmpty();
    assertThat(store.read(SPORTS, 1, 10))
        .extracting(ArchivedMessage::sequence, archived -> archived.message().id())
        .containsExactly(tuple(1L, "s1"), tuple(2L, "s2"), tuple(3L, "s3"));
    assertThat(history()).containsExactly("s1", "n1", "s2", "s3");
  }

  @Test
  void shouldSetAnIdentityAsideOnceAndTellAConflict() {
    Message other = Message.from("alice").id("s1").body(bytes("another body")).build();
    store.append(List.of(posted(SPORTS, "s1")));

    AppendResult again =
        store.append(
            List.of(posted(SPORTS, "s1"), new PostedMessage(SPORTS, other), posted(SPORTS, "s2")));

    assertThat(again)
        .isEqualTo(
            new AppendResult(0, Map.of(SPORTS, 1), 1, List.of(MessageIdentity.of(SPORTS, other))));
    assertThat(store.boards().setAside().get(0).messages()).isEqualTo(2);
  }

  @Test
  void shouldThrowAwayWhatIsSetAsideWhenThatIsDeleted() {
    store.append(List.of(posted(SPORTS, "s1"), posted(NEWS, "n1")));

    assertThat(store.boards().delete(SPORTS)).isTrue();
    assertThat(store.boards().delete(SPORTS)).isFalse();
    assertThat(store.boards().setAside()).isEmpty();
    while (store.boards().expire()) {
      assertThat(store.counts()).containsEntry(NEWS, 1L);
    }

    store.boards().create(SPORTS, BoardSettings.DEFAULTS);
    store.append(List.of(posted(SPORTS, "s2")));
    assertThat(store.read(SPORTS, 1, 10)).extracting(ArchivedMessage::sequence).containsExactly(2L);
  }

  @Test
  void shouldSetAsideAgainOnceABoardWasDeleted() {
    store.append(List.of(posted(NEWS, "n1")));
    store.boards().delete(NEWS);

    assertThat(store.append(List.of(posted(NEWS, "n2"))).setAside()).isEqualTo(Map.of(NEWS, 1));

    assertThat(store.counts()).isEmpty();
    store.boards().create(NEWS, BoardSettings.DEFAULTS);
    assertThat(store.read(NEWS, 1, 10))
        .extracting(ArchivedMessage::sequence, archived -> archived.message().id())
        .containsExactly(tuple(2L, "n2"));
  }

  @Test
  void shouldAlwaysHaveBoardsThatNobodyCanCreate() {
    BoardName dead = BoardName.of("_dead.alice");

    assertThat(store.append(List.of(posted(dead, "d1"))).stored()).isEqualTo(1);

    assertThat(store.counts()).containsEntry(dead, 1L);
  }

  @Test
  void shouldCreateTheBoardsThatAreImported() {
    store.append(List.of(posted(SPORTS, "s1")));
    ArchivedMessage imported =
        new ArchivedMessage(SPORTS, 0, 0, Instant.now(), posted(SPORTS, "s2").message());

    assertThat(store.restore(List.of(imported)).stored()).isEqualTo(1);

    assertThat(store.counts()).containsEntry(SPORTS, 2L);
  }

  @Test
  void shouldBeTakenInByAStoreThatCreatesBoards() {
    store.append(List.of(posted(SPORTS, "s1")));

    try (MessageStore creating = opener.apply(MissingBoards.CREATE)) {
      assertThat(creating.boards().list()).extracting(BoardInfo::name).containsExactly(NEWS);
      assertThat(creating.append(List.of(posted(SPORTS, "s2"))).stored()).isEqualTo(1);
    }

    assertThat(store.append(List.of(posted(SPORTS, "s3"))).stored()).isEqualTo(1);
    assertThat(store.counts()).containsEntry(SPORTS, 3L);
  }

  private List<String> history() {
    History history = store.history();
    return history
        .range(
            new HistoryRequest(
                List.of(BoardPattern.ALL),
                new HistoryRequest.Start.All(),
                new HistoryRequest.End.Now()))
        .map(range -> history.page(range, 100, Long.MAX_VALUE).messages())
        .orElse(List.of())
        .stream()
        .map(archived -> archived.message().id())
        .toList();
  }
}
