package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.multicast.SequenceWindow.Arrival;

class SequenceWindowTest {

  private final SequenceWindow window = new SequenceWindow();

  @Test
  void shouldTellTheSameAsAnUnboundedMemory() {
    Random random = new Random(1);
    Set<Long> seen = new HashSet<>();
    long highest = 0;
    for (int i = 0; i < 200_000; i++) {
      long step = random.nextInt(100) == 0 ? random.nextInt(3_000) : random.nextInt(8) - 3;
      long number = Math.max(1, highest + step);
      Arrival expected =
          number > highest ? Arrival.NEW : seen.contains(number) ? Arrival.REPEATED : Arrival.LATE;

      assertThat(window.accept(number))
          .as("number %d after %d", number, highest)
          .isEqualTo(expected);
      seen.add(number);
      highest = Math.max(highest, number);
    }
  }

  @Test
  void shouldCallLateWhatItRemembersNoMore() {
    window.accept(1);
    window.accept(1 + SequenceWindow.SIZE);

    assertThat(window.accept(1)).isEqualTo(Arrival.LATE);
  }
}
