package org.topicboards.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;

class GapTest {

  private static final BoardName NEWS = BoardName.of("news");

  @Test
  void shouldSayHowManyAreMissing() {
    assertThat(new Gap(NEWS, OptionalLong.of(2), "gone"))
        .hasToString("2 messages of board news are missing: gone");
    assertThat(new Gap(NEWS, OptionalLong.of(1), "gone"))
        .hasToString("1 message of board news is missing: gone");
    assertThat(new Gap(NEWS, OptionalLong.empty(), "gone"))
        .hasToString("messages of board news are missing: gone");
  }
}
