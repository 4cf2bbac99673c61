package org.topicboards.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s,PT0S",
    "0ms,PT0S",
    "500ms,PT0.5S",
    "30s,PT30S",
    "5m,PT5M",
    "2h,PT2H",
    "7d,PT168H",
    "007s,PT7S",
    "36500d,PT876000H"
  })
  void shouldRead(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "5", "s", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5h", "1h30m", "5S", "5M", "5us",
        "5w", "PT5S", "0x5s", "٥s", "5s\n"
      })
  void shouldRefuse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageContaining("is not a duration (write a number and ms, s, m, h or d")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "36501d",
        "876001h",
        "999999999999d",
        "999999999999h",
        "999999999999s",
        "9999999999999s",
        "9999999999999ms",
        "999999999999999d",
        "99999999999999999999ms"
      })
  void shouldRefuseWhatNobodyWaitsFor(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("'" + text + "' is too long (at most 36500d)");
  }

  @Test
  void shouldBeCountableInNanoseconds() {
    assertThat(Durations.parse("36500d").toNanos()).isPositive();
    assertThat(Durations.parse("999999999999ms").toNanos()).isPositive();
    assertThat(Durations.parse("3153599999999ms").toNanos()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT0.001S,1ms",
    "PT1.5S,1500ms",
    "PT1S,1s",
    "PT60S,1m",
    "PT90S,90s",
    "PT90M,90m",
    "PT24H,1d",
    "PT25H,25h"
  })
  void shouldWriteTheShortestText(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @Test
  void shouldReadBackWhatItWrites() {
    Random random = new Random(3);
    long[] units = {1, 1_000, 60_000, 3_600_000, 86_400_000};
    for (int i = 0; i < 10_000; i++) {
      Duration duration =
          Duration.ofMillis(random.nextInt(30_000) * units[random.nextInt(units.length)]);

      assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
  }
}
