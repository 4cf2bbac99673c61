package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;

class ExpiredMessagesTest {

  private static final BoardName NEWS = BoardName.of("news");

  @Test
  void shouldSayHowManyHaveExpired() {
    assertThat(new ExpiredMessages(NEWS, 5, 40))
        .hasToString("36 messages of board news, sequences 5 to 40, have expired");
    assertThat(new ExpiredMessages(NEWS, 5, 5))
        .hasToString("1 message of board news, sequence 5, has expired");
    assertThat(new ExpiredMessages(NEWS, 0, 7))
        .hasToString("messages of board news up to sequence 7 have expired");
  }
}
