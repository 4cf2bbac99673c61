package org.topicboards.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

  @Test
  void shouldSayOneAndSeveral() {
    assertThat(Counted.of(0, "message")).isEqualTo("0 messages");
    assertThat(Counted.of(1, "message")).isEqualTo("1 message");
    assertThat(Counted.of(2, "message")).isEqualTo("2 messages");
  }

  @Test
  void shouldTakeTheVerbThatFits() {
    assertThat(Counted.of(1, "message", "was", "were")).isEqualTo("1 message was");
    assertThat(Counted.of(2, "message", "was", "were")).isEqualTo("2 messages were");
  }
}
