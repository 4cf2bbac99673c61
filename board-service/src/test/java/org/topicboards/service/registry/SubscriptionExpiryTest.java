package org.topicboards.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.service.store.RegisteredSubscription;

class SubscriptionExpiryTest {

  private static final Instant SEEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final SubscriptionExpiry AFTER_A_MONTH = SubscriptionExpiry.parse("28d");

  @Test
  void shouldWarnForTheLastQuarterOfTheAge() {
    assertThat(AFTER_A_MONTH.isWarningDue(subscription(null), day(21).minusNanos(1))).isFalse();
    assertThat(AFTER_A_MONTH.isWarningDue(subscription(null), day(21))).isTrue();
    assertThat(AFTER_A_MONTH.isWarningDue(subscription(day(21)), day(22))).isFalse();
    assertThat(AFTER_A_MONTH.expires(subscription(null), day(3))).contains(day(28));
    assertThat(AFTER_A_MONTH.expires(subscription(day(21)), day(22))).contains(day(28));
  }

  @Test
  void shouldBeDueWhenItIsThatOld() {
    RegisteredSubscription warned = subscription(day(21));

    assertThat(AFTER_A_MONTH.isDue(warned, day(28).minusNanos(1))).isFalse();
    assertThat(AFTER_A_MONTH.isDue(warned, day(28))).isTrue();
  }

  @Test
  void shouldNeverBeDueWithoutAWarningOfThatLength() {
    assertThat(AFTER_A_MONTH.isDue(subscription(null), day(300))).isFalse();
    assertThat(AFTER_A_MONTH.isWarningDue(subscription(null), day(300))).isTrue();
    assertThat(AFTER_A_MONTH.expires(subscription(null), day(300))).contains(day(307));
    assertThat(AFTER_A_MONTH.isDue(subscription(day(300)), day(306))).isFalse();
    assertThat(AFTER_A_MONTH.isDue(subscription(day(300)), day(307))).isTrue();
  }

  @Test
  void shouldNeverHappenUnlessSomebodyWantsIt() {
    assertThat(SubscriptionExpiry.NEVER.isWarningDue(subscription(null), day(9_999))).isFalse();
    assertThat(SubscriptionExpiry.NEVER.isDue(subscription(day(1)), day(9_999))).isFalse();
    assertThat(SubscriptionExpiry.NEVER.expires(subscription(null), day(1))).isEmpty();
  }

  @Test
  void shouldTakeTheLongestAge() {
    SubscriptionExpiry longest = SubscriptionExpiry.parse("36500d");

    assertThat(longest.isWarningDue(subscription(null), day(1))).isFalse();
    assertThat(longest.expires(subscription(null), day(1)))
        .contains(SEEN.plus(Duration.ofDays(36_500)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "soon", "-1d", "0s", "119s", "36501d"})
  void shouldRefuseWhatIsNoAge(String age) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubscriptionExpiry.parse(age))
        .withMessageContaining(age)
        .withMessageNotContaining("\n");
  }

  private static Instant day(int days) {
    return SEEN.plus(Duration.ofDays(days));
  }

  private static RegisteredSubscription subscription(@Nullable Instant warned) {
    return new RegisteredSubscription(
        SubscriptionName.of("alice"), List.of(BoardPattern.of("news")), SEEN, warned);
  }
}
