package org.topicboards.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedRatioTest {

  @Test
  void shouldCallEqualFiguresOne() {
    PairedRatio ratio = ratioOf(10, 10, 20, 20, 30, 30);

    assertThat(ratio.geometricMean()).isEqualTo(1);
    assertThat(ratio.lower()).isEqualTo(1);
    assertThat(ratio.upper()).isEqualTo(1);
  }

  @Test
  void shouldTakeHalfAndDoubleForEquallyFarFromOne() {
    assertThat(ratioOf(1, 2, 2, 1).geometricMean()).isCloseTo(1, within(1e-12));
  }

  /** Logarithms -0.1, 0, 0.1 and 0.2: mean 0.05, deviation 0.1291, quantile 3.182. */
  @Test
  void shouldGiveStudentsInterval() {
    PairedRatio ratio = ratioOf(Math.exp(-0.1), 1, 1, 1, Math.exp(0.1), 1, Math.exp(0.2), 1);

    assertThat(Math.log(ratio.geometricMean())).isCloseTo(0.05, within(1e-9));
    assertThat(Math.log(ratio.lower())).isCloseTo(0.05 - 0.20539, within(1e-4));
    assertThat(Math.log(ratio.upper())).isCloseTo(0.05 + 0.20539, within(1e-4));
    assertThat(Math.log(ratio.median())).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void shouldKnowNothingAfterOnePair() {
    PairedRatio ratio = ratioOf(3, 2);

    assertThat(ratio.median()).isCloseTo(1.5, within(1e-12));
    assertThat(ratio.lower()).isZero();
    assertThat(ratio.upper()).isInfinite();
  }

  @Test
  void shouldNarrowWithMorePairs() {
    PairedRatio few = new PairedRatio();
    PairedRatio many = new PairedRatio();
    for (int pair = 0; pair < 100; pair++) {
      double ours = pair % 2 == 0 ? 0.9 : 1.1;
      many.add(ours, 1);
      if (pair < 10) {
        few.add(ours, 1);
      }
    }

    assertThat(many.upper() - many.lower()).isLessThan((few.upper() - few.lower()) / 2);
    assertThat(many.lower()).isLessThan(1);
  }

  private static PairedRatio ratioOf(double... oursAndBare) {
    PairedRatio ratio = new PairedRatio();
    for (int i = 0; i < oursAndBare.length; i += 2) {
      ratio.add(oursAndBare[i], oursAndBare[i + 1]);
    }
    return ratio;
  }
}
