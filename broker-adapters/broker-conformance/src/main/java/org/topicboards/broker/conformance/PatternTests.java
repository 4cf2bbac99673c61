package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/** Wildcards mean on the transport what {@link BoardPattern#matches} says. */
abstract class PatternTests extends ConformancePart {

  private static final BoardName ORDINARY_MARKER = BoardName.of("end.of.test");
  private static final BoardName SYSTEM_MARKER = BoardName.of("_end.of.test");

  private static final List<String> BOARDS =
      List.of(
          "a",
          "b",
          "a.a",
          "a.b",
          "b.a",
          "a.b.c",
          "a.x.c",
          "a.b.b.c",
          "a.c",
          "c.a",
          "x.a.b",
          "x.y.a.b",
          "x.y.z",
          "A.b",
          "a-b.c_d",
          "a0.b1",
          "a._b",
          "_dead.alice",
          "_dead.alice.two",
          "_dead.bob",
          "_archive.requests");

  @Test
  void shouldTreatAStarAsExactlyOneWord() {
    assertDeliveredAsMatched(
        List.of("*", "a.*", "*.a", "*.*", "a.*.c", "*.b.*", "a.*.*.c", "a-b.*"), BOARDS);
  }

  @Test
  void shouldTreatAHashAsAnyNumberOfWords() {
    assertDeliveredAsMatched(List.of("#", "a.#", "#.a", "#.b", "#.#", "*.#", "#.*"), BOARDS);
  }

  @Test
  void shouldTreatAHashInTheMiddleAsAnyNumberOfWords() {
    assertDeliveredAsMatched(
        List.of("a.#.c", "#.b.#", "a.#.b.#", "#.a.*", "*.#.c", "a.*.#.c", "x.#.#.b"), BOARDS);
  }

  @Test
  void shouldShowSystemBoardsOnlyToWhoAsksForThemByName() {
    assertDeliveredAsMatched(
        List.of("#", "*.alice", "#.alice", "_dead.#", "_dead.*", "_dead.alice", "_archive.#"),
        BOARDS);
  }

  @Test
  void shouldDeliverAsMatchedForRandomBoardsAndPatterns() {
    Random random = new Random(20_261_121);
    List<String> patterns = new ArrayList<>();
    Set<String> boards = new LinkedHashSet<>();
    while (patterns.size() < 12) {
      patterns.add(randomName(random, List.of("a", "b", "*", "#")));
    }
    while (boards.size() < 40) {
      boards.add(randomName(random, List.of("a", "b", "c")));
    }
    assertDeliveredAsMatched(patterns, List.copyOf(boards));
  }

  private static String randomName(Random random, List<String> words) {
    int length = 1 + random.nextInt(5);
    return String.join(".", random.ints(length, 0, words.size()).mapToObj(words::get).toList());
  }

  private void assertDeliveredAsMatched(List<String> patterns, List<String> boards) {
    Broker broker = connect();
    Map<BoardPattern, Inbox> inboxes = new LinkedHashMap<>();
    for (String pattern : new LinkedHashSet<>(patterns)) {
      String[] withMarkers = {pattern, ORDINARY_MARKER.value(), SYSTEM_MARKER.value()};
      inboxes.put(BoardPattern.of(pattern), subscribe(broker, withMarkers));
    }

    Publisher publisher = publisher(broker);
    List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
    boards.forEach(board -> stages.add(publisher.publish(BoardName.of(board), text(board))));
    stages.forEach(ConformancePart::settled);
    publish(publisher, ORDINARY_MARKER, text("end"));
    publish(publisher, SYSTEM_MARKER, text("end"));

    inboxes.forEach(
        (pattern, inbox) -> {
          List<String> matched =
              boards.stream().filter(board -> pattern.matches(BoardName.of(board))).toList();
          Waiting.until(
              () ->
                  assertThat(delivered(inbox))
                      .as("boards delivered to a subscriber of %s", pattern)
                      .contains(ORDINARY_MARKER.value(), SYSTEM_MARKER.value())
                      .containsAll(matched));
          assertThat(delivered(inbox))
              .as("boards delivered to a subscriber of %s", pattern)
              .filteredOn(board -> !board.endsWith("end.of.test"))
              .containsExactlyInAnyOrderElementsOf(matched);
        });
  }

  private static List<String> delivered(Inbox inbox) {
    return inbox.deliveries().stream().map(Delivery::board).map(BoardName::value).toList();
  }
}
