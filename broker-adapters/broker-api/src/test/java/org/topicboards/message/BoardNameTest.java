package org.topicboards.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "7",
        "sports",
        "sports.football.results",
        "Sports.FOOTBALL",
        "a-b_c.9-_",
        "_dead.alice",
        "a._b",
        "2026.11.21"
      })
  void shouldAccept(String name) {
    assertThat(BoardName.of(name).value()).isEqualTo(name);
    assertThat(BoardName.of(name)).hasToString(name);
    assertThat(BoardName.isValid(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""          | it is empty
          .           | a word between dots is empty
          .sports     | a word between dots is empty
          sports.     | a word between dots is empty
          a..b        | a word between dots is empty
          a b         | ' ' is not allowed
          a/b         | '/' is not allowed
          -a          | not with '-'
          a.-b        | not with '-'
          *           | '*' is a wildcard
          a.#         | '#' is a wildcard
          a*          | '*' is not allowed
          a.b#        | '#' is not allowed
          _           | must not be '_' alone
          a._         | must not be '_' alone
          été         | 'é' is not allowed
          a.😀        | '😀' is not allowed
          """)
  void shouldRefuse(String name, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardName.of(name))
        .withMessageStartingWith("'" + name + "' is no board name: ")
        .withMessageContaining(reason);
    assertThat(BoardName.isValid(name)).isFalse();
  }

  @Test
  void shouldAcceptTheLongestNameAndRefuseOneCharacterMore() {
    String longest = "a".repeat(BoardName.MAX_LENGTH);

    assertThat(BoardName.of(longest).value()).hasSize(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardName.of(longest + "a"))
        .withMessageContaining("it has 201 characters, at most 200 are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r", "\u001b[31m", "a\u2028b", "a\ud800", "a\u0000"})
  void shouldRefuseOnOneLineWhatWouldBreakIt(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardName.of(name))
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]"))
        .withMessageContaining("'\uFFFD' is not allowed");
  }

  @Test
  void shouldShowOnlyTheBeginningOfALongValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoardName.of("x".repeat(100_000)))
        .withMessage(
            "'"
                + "x".repeat(60)
                + "…' is no board name: it has 100000 characters, at most 200 are allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "_dead.alice,true,true",
    "_dead._ephemeral,true,true",
    "a._b,true,false",
    "a,false,false",
    "a_.b_,false,false",
    "a.b_c,false,false"
  })
  void shouldTellReservedNamesAndSystemBoards(String name, boolean reserved, boolean system) {
    assertThat(BoardName.of(name).isReserved()).isEqualTo(reserved);
    assertThat(BoardName.of(name).isSystem()).isEqualTo(system);
  }

  @Test
  void shouldSortByText() {
    assertThat(BoardName.of("a.b")).isLessThan(BoardName.of("a.c"));
    assertThat(BoardName.of("a.b")).isEqualByComparingTo(BoardName.of("a.b"));
  }
}
