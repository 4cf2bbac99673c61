package org.topicboards.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void shouldKeepOrdinaryText() {
    assertThat(OneLine.of("Grüße 😀 из 日本", 100)).isEqualTo("Grüße 😀 из 日本");
    assertThat(OneLine.of("", 0)).isEmpty();
  }

  @Test
  void shouldReplaceWhatBreaksALineOrSteersATerminal() {
    assertThat(OneLine.of("a\r\nb\tc\u001b[0m\u0085\u2028\u2029\ud800\u007f", 100))
        .isEqualTo("a\uFFFD\uFFFDb\uFFFDc\uFFFD[0m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  }

  @Test
  void shouldCutLongTextBetweenCharacters() {
    assertThat(OneLine.of("abc", 3)).isEqualTo("abc");
    assertThat(OneLine.of("abcd", 3)).isEqualTo("abc…");
    assertThat(OneLine.of("ab😀", 3)).isEqualTo("ab…");
    assertThat(OneLine.of("ab😀", 4)).isEqualTo("ab😀");
  }

  @Test
  void shouldMakeUnicodeOfAnyText() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      char[] text = new char[random.nextInt(12)];
      for (int j = 0; j < text.length; j++) {
        text[j] =
            (char) (random.nextBoolean() ? 0xD700 + random.nextInt(0x900) : random.nextInt(256));
      }
      int maxCharacters = random.nextInt(12);

      String line = OneLine.of(new String(text), maxCharacters);

      assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]");
      assertThat(line.length()).isLessThanOrEqualTo(maxCharacters + 1);
    }
  }
}
