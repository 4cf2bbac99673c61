package org.topicboards.comparison.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.topicboards.comparison.results.Counts;

class TallyTest {

  @Test
  void shouldCountWhatWasLostForEachSubscriber() {
    Tally tally = new Tally(1, 2);
    send(tally, 0, 0, 1, 2);
    tally.received(0, 0, 0);
    tally.received(0, 0, 1);
    tally.received(0, 0, 2);
    tally.received(1, 0, 1);

    assertThat(tally.counts()).isEqualTo(new Counts(3, 3, 0, 6, 4, 2, 0, 0));
    assertThat(tally.isComplete()).isFalse();
  }

  @Test
  void shouldTellDuplicateFromOutOfOrder() {
    Tally tally = new Tally(1, 1);
    send(tally, 0, 0, 1, 2);

    assertThat(tally.received(0, 0, 2)).isTrue();
    assertThat(tally.received(0, 0, 0)).isTrue();
    assertThat(tally.received(0, 0, 2)).isFalse();
    assertThat(tally.received(0, 0, 1)).isTrue();

    assertThat(tally.counts()).isEqualTo(new Counts(3, 3, 0, 3, 3, 0, 1, 2));
    assertThat(tally.isComplete()).isTrue();
  }

  @Test
  void shouldKeepAnOrderForEachStream() {
    Tally tally = new Tally(2, 1);
    send(tally, 0, 0, 1);
    send(tally, 1, 0, 1);
    tally.received(0, 0, 0);
    tally.received(0, 1, 0);
    tally.received(0, 1, 1);
    tally.received(0, 0, 1);

    assertThat(tally.counts().outOfOrder()).isZero();
  }

  @Test
  void shouldNotCallLostWhatWasNeverConfirmed() {
    Tally tally = new Tally(1, 1);
    tally.sent();
    tally.failed();

    assertThat(tally.counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0, 0));
    assertThat(tally.isComplete()).isTrue();
  }

  private static void send(Tally tally, int stream, int... sequences) {
    for (int sequence : sequences) {
      tally.sent();
      tally.confirmed(stream, sequence);
    }
  }
}
