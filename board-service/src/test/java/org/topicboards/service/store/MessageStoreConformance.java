package org.topicboards.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;

/** What every {@link MessageStore} keeps. A subclass says how one is opened. */
abstract class MessageStoreConformance {

  private static final BoardName NEWS = BoardName.of("news.today");
  private static final BoardName SPORTS = BoardName.of("sports");

  private MessageStore store;

  /** Opens the store of this test, again and again the same one. */
  abstract MessageStore open(MissingBoards missingBoards);

  final MessageStore open() {
    return open(MissingBoards.CREATE);
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void shouldNumberMessagesPerBoardInTheOrderOfTheBatch() {
    List<PostedMessage> batch =
        List.of(posted(NEWS, "n1"), posted(SPORTS, "s1"), posted(NEWS, "n2"), posted(NEWS, "n3"));

    AppendResult result = store.append(batch);
    store.append(List.of(posted(NEWS, "n4")));

    assertThat(result).isEqualTo(new AppendResult(4, 0, List.of()));
    assertThat(store.read(NEWS, 1, 10))
        .extracting(ArchivedMessage::sequence, row -> row.message().id())
        .containsExactly(tuple(1, "n1"), tuple(2, "n2"), tuple(3, "n3"), tuple(4, "n4"));
    assertThat(store.read(SPORTS, 1, 10)).extracting(ArchivedMessage::sequence).containsExactly(1L);
    assertThat(store.highestSequence(NEWS)).isEqualTo(4);
    assertThat(store.counts()).containsExactly(entry(NEWS, 4L), entry(SPORTS, 1L));
  }

  @Test
  void shouldReadFromASequenceUpToALimit() {
    store.append(IntStream.rangeClosed(1, 20).mapToObj(i -> posted(NEWS, "n" + i)).toList());

    assertThat(store.read(NEWS, 5, 3))
        .extracting(ArchivedMessage::sequence)
        .containsExactly(5L, 6L, 7L);
    assertThat(store.read(NEWS, 21, 3)).isEmpty();
    assertThat(store.read(BoardName.of("nowhere"), 1, 3)).isEmpty();
  }

  @Test
  void shouldTakeAnEmptyBatch() {
    assertThat(store.append(List.of())).isEqualTo(new AppendResult(0, 0, List.of()));
    assertThat(store.counts()).isEmpty();
    assertThat(store.highestSequence(NEWS)).isZero();
  }

  @Test
  void shouldStoreAnIdentityOnceWithoutAGapInTheSequence() {
    store.append(List.of(posted(NEWS, "a"), posted(NEWS, "b")));

    AppendResult result =
        store.append(
            List.of(
                posted(NEWS, "b"),
                posted(NEWS, "c"),
                posted(NEWS, "a"),
                posted(SPORTS, "new"),
                posted(NEWS, "c"),
                posted(NEWS, "d")));

    assertThat(result).isEqualTo(new AppendResult(3, 3, List.of()));
    assertThat(store.read(NEWS, 1, 10))
        .extracting(ArchivedMessage::sequence, row -> row.message().id())
        .containsExactly(tuple(1, "a"), tuple(2, "b"), tuple(3, "c"), tuple(4, "d"));
    assertThat(store.highestSequence(SPORTS)).isEqualTo(1);
  }

  @Test
  void shouldTellIdentitiesApartBySourceAndBoard() {
    Message message = Message.from("alice").id("1").build();
    AppendResult result =
        store.append(
            List.of(
                new PostedMessage(NEWS, message),
                new PostedMessage(SPORTS, message),
                new PostedMessage(NEWS, Message.from("bob").id("1").build())));

    assertThat(result.stored()).isEqualTo(3);
  }

  @Test
  void shouldKeepTheFirstOfTwoBodiesAndReportTheConflict() {
    Message first = Message.from("alice").id("1").body(bytes("first")).build();
    Message second = first.toBuilder().body(bytes("second")).build();
    Message sameBodyOtherHeaders = first.toBuilder().header("k", "v").build();
    store.append(List.of(new PostedMessage(NEWS, first)));

    AppendResult result =
        store.append(
            List.of(
                new PostedMessage(NEWS, second), new PostedMessage(NEWS, sameBodyOtherHeaders)));

    assertThat(result).isEqualTo(new AppendResult(0, 1, List.of(MessageIdentity.of(NEWS, second))));
    assertThat(store.read(NEWS, 1, 10)).extracting(ArchivedMessage::message).containsExactly(first);
  }

  @Test
  void shouldReportAConflictWithinOneBatch() {
    Message first = Message.from("alice").id("1").body(bytes("first")).build();
    Message empty = first.toBuilder().body(new byte[0]).build();

    AppendResult result =
        store.append(List.of(new PostedMessage(NEWS, first), new PostedMessage(NEWS, empty)));

    assertThat(result.stored()).isEqualTo(1);
    assertThat(result.conflicts()).containsExactly(MessageIdentity.of(NEWS, first));
  }

  @Test
  void shouldNeverUseASequenceAgain() {
    store.append(List.of(posted(NEWS, "a"), posted(NEWS, "b")));
    assertThat(store.boards().delete(NEWS)).isTrue();
    store.close();
    store = open();

    assertThat(store.counts()).isEmpty();
    assertThat(store.append(List.of(posted(NEWS, "a"))).stored()).isEqualTo(1);

    assertThat(store.read(NEWS, 1, 10)).extracting(ArchivedMessage::sequence).containsExactly(3L);
  }

  @Test
  void shouldGoOnWithTheSequencesAfterReopening() {
    store.append(List.of(posted(NEWS, "a"), posted(SPORTS, "b")));
    store.close();
    store = open();

    store.append(List.of(posted(NEWS, "c"), posted(NEWS, "a")));

    assertThat(store.highestSequence(NEWS)).isEqualTo(2);
    assertThat(store.highestSequence(SPORTS)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00Z",
        "1677-09-21T00:12:43.145224192Z",
        "1677-09-21T00:12:43.145224191Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2026-11-21T10:00:00.123456789Z",
        "2262-04-11T23:47:16.854775807Z",
        "2262-04-11T23:47:16.854775808Z",
        "9999-12-31T23:59:59.999999999Z"
      })
  void shouldKeepTimesToTheNanosecond(String time) {
    Message message = Message.from("alice").time(Instant.parse(time)).build();

    store.append(List.of(new PostedMessage(NEWS, message)));

    assertThat(store.read(NEWS, 1, 1))
        .extracting(ArchivedMessage::message)
        .containsExactly(message);
  }

  @Test
  void shouldSayWhenAMessageWasArchived() {
    Instant before = Instant.now();
    store.append(List.of(posted(NEWS, "a")));

    assertThat(store.read(NEWS, 1, 1).get(0).archived()).isBetween(before, Instant.now());
  }

  @Test
  void shouldKeepEveryCharacterAndEveryByte() {
    Random random = new Random(20261121);
    List<PostedMessage> batch = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Message.Builder message =
          Message.from(text(random))
              .id(text(random) + i)
              .type(text(random))
              .body(new byte[random.nextInt(3_000)]);
      random.nextBytes(message.build().body());
      if (random.nextBoolean()) {
        message.contentType(text(random));
      }
      for (int header = random.nextInt(4); header > 0; header--) {
        message.header(text(random), random.nextInt(5) == 0 ? "" : text(random));
        message.extension("extension" + header, text(random));
      }
      batch.add(new PostedMessage(NEWS, message.build()));
    }

    assertThat(store.append(batch).stored()).isEqualTo(batch.size());

    assertThat(store.read(NEWS, 1, batch.size()))
        .extracting(ArchivedMessage::message)
        .containsExactlyElementsOf(batch.stream().map(PostedMessage::message).toList());
    assertThat(store.append(batch)).isEqualTo(new AppendResult(0, batch.size(), List.of()));
  }

  @Test
  void shouldKeepTheOrderOfHeaders() {
    Message message = Message.from("a").header("z", "1").header("a", "2").header("m", "3").build();

    store.append(List.of(new PostedMessage(NEWS, message)));

    assertThat(store.read(NEWS, 1, 1).get(0).message().headers().keySet())
        .containsExactly("z", "a", "m");
  }

  @Test
  void shouldKeepLargeAndEmptyBodies() {
    byte[] large = new byte[16 << 20];
    Arrays.fill(large, (byte) 7);
    Message largest = Message.from("a").id("large").body(large).build();
    Message empty = Message.from("a").id("empty").build();

    store.append(List.of(new PostedMessage(NEWS, largest), new PostedMessage(NEWS, empty)));

    assertThat(store.read(NEWS, 1, 2))
        .extracting(ArchivedMessage::message)
        .containsExactly(largest, empty);
  }

  @Test
  void shouldSetMessagesAsideOnce() {
    Message message = Message.from("x").id("1").header("k", "v\0w").body(bytes("b\0b")).build();
    Message otherBody = message.toBuilder().body(bytes("other")).build();
    QuarantinedMessage quarantined = new QuarantinedMessage("no board\0!", message, "because");

    assertThat(store.quarantine(List.of(quarantined, quarantined))).isEqualTo(1);
    assertThat(store.quarantine(List.of(quarantined))).isZero();
    assertThat(store.quarantine(List.of(new QuarantinedMessage("no board\0!", otherBody, "x"))))
        .isEqualTo(1);
    assertThat(store.quarantine(List.of(new QuarantinedMessage("elsewhere", message, "x"))))
        .isEqualTo(1);
    assertThat(store.quarantinedCount()).isEqualTo(3);
    assertThat(store.counts()).isEmpty();
  }

  @Test
  void shouldLetSeveralStoresAppendToOneArchive() throws Exception {
    int stores = 3;
    int batches = 40;
    long expected = 10L * stores * batches;
    ExecutorService writers = Executors.newFixedThreadPool(stores);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < stores; writer++) {
        String prefix = "w" + writer + "-";
        done.add(writers.submit(() -> appendBatches(prefix, batches)));
      }
      long seen = 0;
      while (!done.stream().allMatch(Future::isDone)) {
        seen = readOn(seen);
      }
      for (Future<?> writer : done) {
        writer.get();
      }
      assertThat(readOn(seen)).isEqualTo(expected);
    } finally {
      writers.shutdownNow();
    }

    assertThat(store.counts()).containsExactly(entry(NEWS, expected), entry(SPORTS, expected / 10));
    assertThat(store.read(NEWS, 1, Integer.MAX_VALUE))
        .extracting(ArchivedMessage::position)
        .isSorted();
    assertThat(store.read(NEWS, 1, Integer.MAX_VALUE))
        .extracting(ArchivedMessage::archived)
        .isSorted();
  }

  private void appendBatches(String prefix, int batches) {
    try (MessageStore own = open()) {
      for (int batch = 0; batch < batches; batch++) {
        List<PostedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          messages.add(posted(NEWS, prefix + batch + "." + i));
        }
        messages.add(posted(SPORTS, prefix + batch));
        // what another store has appended, which must be neither stored again nor lost
        messages.add(posted(NEWS, "w0-0.0"));
        AppendResult result = own.append(messages);
        assertThat(result.stored() + result.duplicates()).isEqualTo(12);
      }
    }
  }

  /** Reads what is new after a sequence; whatever is seen is the next without a gap. */
  private long readOn(long lastSequence) {
    long last = lastSequence;
    for (ArchivedMessage message : store.read(NEWS, lastSequence + 1, Integer.MAX_VALUE)) {
      assertThat(message.sequence()).isEqualTo(last + 1);
      last = message.sequence();
    }
    return last;
  }

  @Nested
  class OfHistory extends HistoryTests {
    OfHistory() {
      super(() -> store);
    }
  }

  @Nested
  class OfBoards extends BoardsTests {
    OfBoards() {
      super(() -> store);
    }
  }

  @Nested
  class OfMissingBoards extends MissingBoardsTests {
    OfMissingBoards() {
      super(missingBoards -> open(missingBoards));
    }
  }

  @Nested
  class OfSubscriptions extends SubscriptionsTests {
    OfSubscriptions() {
      super(() -> store);
    }
  }

  @Nested
  class OfOfflineQueues extends OfflineQueuesTests {
    OfOfflineQueues() {
      super(() -> store);
    }
  }

  @Test
  void shouldRefuseWorkOnceClosed() {
    store.close();
    store.close();

    assertThatThrownBy(() -> store.append(List.of(posted(NEWS, "a"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.boards().list()).isInstanceOf(IllegalStateException.class);
  }

  static PostedMessage posted(BoardName board, String id) {
    return new PostedMessage(
        board, Message.from("alice").id(id).body(bytes("body of " + id)).build());
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Tuple tuple(long sequence, String id) {
    return Tuple.tuple(sequence, id);
  }

  /** 1 to 12 code points from all of Unicode, NUL and what lies beyond 16 bits included. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = 1 + random.nextInt(12); left > 0; left--) {
      int codePoint;
      do {
        codePoint = random.nextInt(4) == 0 ? random.nextInt(0x80) : random.nextInt(0x110000);
      } while (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
