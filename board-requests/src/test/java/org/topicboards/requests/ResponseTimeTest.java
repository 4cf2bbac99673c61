package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a request counts as lost. */
class ResponseTimeTest {

  private final ResponseTime time = new ResponseTime();

  @Test
  void shouldAskAgainSoonerTheFasterAnswersCome() {
    long atFirstNanos = time.timeoutNanos();

    answerWithin(20, 20, 20);
    long withinTwentyNanos = time.timeoutNanos();
    answerWithin(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    assertThat(withinTwentyNanos).isBetween(millis(20), atFirstNanos - 1);
    assertThat(time.timeoutNanos()).isBetween(millis(10), withinTwentyNanos - 1);
  }

  @Test
  void shouldWaitLongerAfterEachSilenceUntilAnAnswerComes() {
    answerWithin(20, 20, 20);
    long usualNanos = time.timeoutNanos();

    time.silent();
    assertThat(time.timeoutNanos()).isEqualTo(2 * usualNanos);
    time.silent();
    assertThat(time.timeoutNanos()).isEqualTo(4 * usualNanos);
    for (int silence = 0; silence < 100; silence++) {
      time.silent();
    }
    assertThat(time.timeoutNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));

    answerWithin(20);
    assertThat(time.timeoutNanos()).isLessThan(2 * usualNanos);
  }

  @Test
  void shouldAllowForAnswersThatTakeNowLongNowShort() {
    answerWithin(1, 200, 1, 200, 1, 200);

    assertThat(time.timeoutNanos()).isGreaterThan(millis(200));
  }

  private void answerWithin(long... millis) {
    for (long each : millis) {
      time.answered(millis(each));
    }
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
