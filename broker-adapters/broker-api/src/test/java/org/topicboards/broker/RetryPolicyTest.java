package org.topicboards.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void shouldDoubleTheWaitUpToTheLongest() {
    assertThat(IntStream.rangeClosed(1, 10).mapToObj(RetryPolicy.DEFAULTS::delayAfter))
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L, 30000L);
  }

  @Test
  void shouldNeitherShrinkNorOverflowHoweverManyAttemptsFail() {
    Random random = new Random(6);
    for (int i = 0; i < 1_000; i++) {
      Duration longest = Duration.ofMillis(random.nextLong(Long.MAX_VALUE >> random.nextInt(62)));
      Duration first = Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
      RetryPolicy policy = new RetryPolicy(RetryPolicy.UNLIMITED, first, longest);
      Duration previous = first;
      assertThat(policy.delayAfter(1)).isEqualTo(first);
      for (int attempts : new int[] {2, 3, 10, 39, 40, 41, 42, 64, 65, 1_000, Integer.MAX_VALUE}) {
        Duration delay = policy.delayAfter(attempts);

        assertThat(delay).isBetween(previous, longest);
        previous = delay;
      }
    }
  }

  @Test
  void shouldRetryAtOnceWhereAsked() {
    RetryPolicy policy = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);

    assertThat(policy.delayAfter(1)).isZero();
    assertThat(policy.delayAfter(100)).isZero();
  }

  @Test
  void shouldGiveUpAfterTheConfiguredAttempts() {
    RetryPolicy policy = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);

    assertThat(policy.isExhausted(2)).isFalse();
    assertThat(policy.isExhausted(3)).isTrue();
    assertThat(policy.isExhausted(4)).isTrue();
    assertThat(RetryPolicy.FOR_EVER.isExhausted(Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(-1, Duration.ZERO, Duration.ZERO))
        .withMessage("maxAttempts must not be negative, but is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, Duration.ofMillis(-1), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, Duration.ofMillis(2), Duration.ofMillis(1)));
  }
}
