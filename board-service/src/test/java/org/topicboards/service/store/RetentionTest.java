package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

  @Test
  void shouldReadAnyOfTheBounds() {
    assertThat(Retention.parse("age=30d,count=1000000,bytes=10g"))
        .isEqualTo(new Retention(Duration.ofDays(30), 1_000_000L, 10L << 30));
    assertThat(Retention.parse(" count=5 ")).isEqualTo(new Retention(null, 5L, null));
    assertThat(Retention.parse("unlimited")).isEqualTo(Retention.UNLIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"age=30d,count=5,bytes=1024", "age=1ms", "bytes=7", "unlimited"})
  void shouldWriteWhatItReads(String text) {
    assertThat(Retention.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30d",
        "age",
        "age=",
        "age=30",
        "age=0s",
        "count=0",
        "count=-1",
        "count=x",
        "bytes=0",
        "count=99999999999999999999",
        "size=3",
        "age=1d,",
        "age=36501d",
        "age=1d,age=2d",
        "age=1d,unlimited"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThatThrownBy(() -> Retention.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"age=0s", "count=0", "count=-1", "bytes=0"})
  void shouldNameTheBoundThatKeepsNothing(String bound) {
    assertThatThrownBy(() -> Retention.parse(bound))
        .hasMessage(
            "a retention of " + bound + " keeps nothing: write more than 0, or delete the board");
  }
}
