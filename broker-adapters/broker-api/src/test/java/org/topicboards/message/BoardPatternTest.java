package org.topicboards.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardPatternTest {

  @ParameterizedTest
  @CsvSource({
    "a,a",
    "a.b,a.b",
    "*,a",
    "a.*,a.b",
    "*.b,a.b",
    "a.*.c,a.b.c",
    "#,a",
    "#,a.b.c",
    "a.#,a",
    "a.#,a.b",
    "a.#,a.b.c",
    "#.c,c",
    "#.c,a.c",
    "#.c,a.b.c",
    "#.c,a.c.b.c",
    "a.#.c,a.c",
    "a.#.c,a.b.b.c",
    "a.#.c,a.c.c",
    "#.#,a",
    "#.*,a",
    "*.#,a.b.c",
    "#.b.#,b",
    "#.b.#,a.b.c",
    "#.*.#.*,a.b",
    "_dead.alice,_dead.alice",
    "_dead.*,_dead.alice",
    "_dead.#,_dead",
    "_dead.#,_dead.alice",
    "#,a._b",
    "a.*,a._b"
  })
  void shouldMatch(String pattern, String board) {
    assertThat(BoardPattern.of(pattern).matches(BoardName.of(board))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a,b",
    "a,A",
    "a,a.b",
    "a.b,a",
    "*,a.b",
    "a.*,a",
    "a.*,a.b.c",
    "*.*,a",
    "a.#,b",
    "a.#,ab",
    "#.c,a.b",
    "#.c,c.a",
    "a.#.c,a",
    "a.#.c,a.b",
    "#.*.#.*,a",
    "#,_dead.alice",
    "*,_dead",
    "*.alice,_dead.alice",
    "#._dead,_dead",
    "#._dead.#,_dead.alice",
    "_dead.#,_archive.alice",
    "_dead.*,_dead"
  })
  void shouldNotMatch(String pattern, String board) {
    assertThat(BoardPattern.of(pattern).matches(BoardName.of(board))).isFalse();
  }

  @Test
  void shouldAgreeWithTheDefinitionOfAnAmqpTopicExchange() {
    Random random = new Random(20261121);
    int matched = 0;
    for (int i = 0; i < 50_000; i++) {
      String pattern = words(random, "a", "b", "_s", "*", "*", "#", "#");
      String board = words(random, "a", "a", "b", "_s");
      boolean expected =
          (!board.startsWith("_") || pattern.startsWith("_"))
              && matchesTopicExchange(pattern, board);

      assertThat(BoardPattern.of(pattern).matches(BoardName.of(board)))
          .as("%s against %s", pattern, board)
          .isEqualTo(expected)
          .isEqualTo(
              (!board.startsWith("_") || pattern.startsWith("_"))
                  && matchesNaively(wordsOf(pattern), wordsOf(board)));
      matched += expected ? 1 : 0;
    }
    assertThat(matched).as("both answers are common").isBetween(5_000, 45_000);
  }

  @Test
  void shouldMatchTheWorstPatternWithoutBacktracking() {
    BoardPattern pattern = BoardPattern.of("#.a.".repeat(49) + "#.b");
    BoardName board = BoardName.of("a.".repeat(99) + "a");

    assertThat(pattern.matches(board)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".#", "a..b", "a*", "#a", "a.**", "a b", "-", "_", "a/#"})
  void shouldRefuse(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardPattern.of(pattern))
        .withMessageStartingWith("'" + pattern + "' is no board pattern: ");
  }

  @Test
  void shouldBoundTheLength() {
    assertThat(BoardPattern.of("#." + "a".repeat(198)).value()).hasSize(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardPattern.of("#." + "a".repeat(199)))
        .withMessageContaining("it has 201 characters, at most 200 are allowed");
  }

  @Test
  void shouldTellNamesAndReservedPatterns() {
    assertThat(BoardPattern.of("a.b").isName()).isTrue();
    assertThat(BoardPattern.of("a.*").isName()).isFalse();
    assertThat(BoardPattern.of("#.a").isName()).isFalse();
    assertThat(BoardPattern.of("_dead.#").isSystem()).isTrue();
    assertThat(BoardPattern.ALL.isSystem()).isFalse();
    assertThat(BoardPattern.of("a._b").isSystem()).isFalse();
  }

  @Test
  void shouldBeEqualByText() {
    assertThat(BoardPattern.of("a.#"))
        .isEqualTo(BoardPattern.of("a.#"))
        .hasSameHashCodeAs(BoardPattern.of("a.#"))
        .isNotEqualTo(BoardPattern.of("a.*"))
        .hasToString("a.#");
  }

  private static String words(Random random, String... vocabulary) {
    return Stream.generate(() -> vocabulary[random.nextInt(vocabulary.length)])
        .limit(1 + random.nextInt(5))
        .collect(Collectors.joining("."));
  }

  /**
   * AMQP 0-9-1, section 3.1.3.3: {@code *} matches a single word, {@code #} zero or more words;
   * here as a regular expression over words that each end with a dot.
   */
  private static boolean matchesTopicExchange(String pattern, String board) {
    String regex =
        wordsOf(pattern).stream()
            .map(
                word ->
                    switch (word) {
                      case "*" -> "[^.]+\\.";
                      case "#" -> "([^.]+\\.)*";
                      default -> Pattern.quote(word + ".");
                    })
            .collect(Collectors.joining());
    return (board + ".").matches(regex);
  }

  private static boolean matchesNaively(List<String> pattern, List<String> board) {
    if (pattern.isEmpty()) {
      return board.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("#")) {
      return matchesNaively(rest, board)
          || (!board.isEmpty() && matchesNaively(pattern, board.subList(1, board.size())));
    }
    return !board.isEmpty()
        && (pattern.get(0).equals("*") || pattern.get(0).equals(board.get(0)))
        && matchesNaively(rest, board.subList(1, board.size()));
  }

  private static List<String> wordsOf(String text) {
    return List.of(text.split("\\.", -1));
  }
}
