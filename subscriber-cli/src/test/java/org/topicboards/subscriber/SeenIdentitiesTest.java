package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.MessageIdentity;

class SeenIdentitiesTest {

  private final SeenIdentities seen = new SeenIdentities();

  @Test
  void shouldKnowTheLastOnesOnly() {
    for (int i = 0; i < SeenIdentities.WINDOW; i++) {
      assertThat(seen.add(identity("a", "s", i))).isTrue();
    }
    assertThat(seen.add(identity("a", "s", 0))).isFalse();
    assertThat(seen.add(identity("a", "s", SeenIdentities.WINDOW))).isTrue();
    assertThat(seen.add(identity("a", "s", 1))).isFalse();
    assertThat(seen.add(identity("a", "s", 0))).isTrue();
  }

  @Test
  void shouldTellBoardsAndSourcesApart() {
    assertThat(seen.add(identity("a", "s", 1))).isTrue();
    assertThat(seen.add(identity("b", "s", 1))).isTrue();
    assertThat(seen.add(identity("a", "t", 1))).isTrue();
    assertThat(seen.add(identity("a", "s", 1))).isFalse();
  }

  private static MessageIdentity identity(String board, String source, int id) {
    return new MessageIdentity(BoardName.of(board), source, Integer.toString(id));
  }
}
