package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/** What waits for a subscriber who has changed its patterns. */
class PatternStartsTest {

  private static final BoardPattern NEWS = BoardPattern.of("news.#");
  private static final BoardPattern LOCAL = BoardPattern.of("*.local");
  private static final List<BoardPattern> BOTH = List.of(NEWS, LOCAL);

  @Test
  void shouldLetEverythingWaitWhereAllPatternsAreAsOldAsTheCursor() {
    assertThat(PatternStarts.NONE.isWaiting(message("news.local", 1), BOTH)).isTrue();
  }

  @Test
  void shouldLetAMessageWaitBehindTheStartOfAPatternThatMatches() {
    PatternStarts starts = new PatternStarts(Map.of(LOCAL, 500L));

    assertThat(starts.isWaiting(message("news.today", 1), BOTH)).isTrue();
    assertThat(starts.isWaiting(message("sports.local", 500), BOTH)).isFalse();
    assertThat(starts.isWaiting(message("sports.local", 501), BOTH)).isTrue();
    assertThat(starts.isWaiting(message("news.local", 1), BOTH)).as("of the older one").isTrue();
    assertThat(starts.isWaiting(message("news.local", 1), List.of(LOCAL))).isFalse();
  }

  @Test
  void shouldRefuseAPositionThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PatternStarts(Map.of(LOCAL, -1L)));
  }

  private static HistoryMessage message(String board, long position) {
    return new HistoryMessage(
        BoardName.of(board), position, 1, Instant.EPOCH, Message.from("bob").build(), null);
  }
}
