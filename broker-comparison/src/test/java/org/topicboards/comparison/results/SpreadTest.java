package org.topicboards.comparison.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void shouldTakeTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(3.0, 9.0, 4.0))).isEqualTo(new Spread(4, 3, 9, 3));
    assertThat(Spread.of(List.of(3.0, 9.0, 4.0, 5.0))).isEqualTo(new Spread(4.5, 3, 9, 4));
  }

  @Test
  void shouldOverlapWhereOneReachesIntoTheOther() {
    Spread low = new Spread(2, 1, 3, 3);

    assertThat(low.overlaps(new Spread(4, 3, 5, 3))).isTrue();
    assertThat(low.overlaps(new Spread(5, 4, 6, 3))).isFalse();
    assertThat(new Spread(5, 4, 6, 3).overlaps(low)).isFalse();
  }

  @Test
  void shouldRefuseNothing() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
