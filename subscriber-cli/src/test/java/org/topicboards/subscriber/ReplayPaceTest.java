package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {

  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
  private static final long START_NANOS = 5;

  @Test
  void shouldSpreadMessagesEvenlyAndLetLateOnesCatchUp() {
    ReplayPace pace = ReplayPace.parse("2.5");

    assertThat(pace.waitNanos(TIME, START_NANOS)).isZero();
    assertThat(pace.waitNanos(TIME, START_NANOS)).isEqualTo(millis(400));
    assertThat(pace.waitNanos(TIME, START_NANOS + millis(900))).isEqualTo(-millis(100));
    assertThat(pace.waitNanos(TIME, START_NANOS + millis(900))).isEqualTo(millis(300));
  }

  @Test
  void shouldKeepTheTimesBetweenMessages() {
    ReplayPace pace = ReplayPace.parse("original");

    assertThat(pace.waitNanos(TIME, START_NANOS)).isZero();
    assertThat(pace.waitNanos(TIME.plusSeconds(60), START_NANOS + millis(1)))
        .isEqualTo(millis(59_999));
    assertThat(pace.waitNanos(TIME.plusSeconds(61), START_NANOS + millis(60_000)))
        .isEqualTo(millis(1_000));
  }

  @Test
  void shouldNotWaitUnlessAsked() {
    ReplayPace pace = ReplayPace.unlimited();

    for (int i = 0; i < 10; i++) {
      assertThat(pace.waitNanos(TIME.plusSeconds(i), START_NANOS)).isZero();
    }
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
