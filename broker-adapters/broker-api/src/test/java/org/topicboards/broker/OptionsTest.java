package org.topicboards.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

class OptionsTest {

  private static final List<BoardPattern> NEWS = List.of(BoardPattern.of("news.#"));

  @Test
  void shouldTellDurableFromEphemeralSubscriptions() {
    SubscriptionName alice = SubscriptionName.of("alice");

    assertThat(SubscriptionOptions.durable(alice, NEWS).name()).contains(alice);
    assertThat(SubscriptionOptions.ephemeral(NEWS).name()).isEmpty();
    assertThat(SubscriptionOptions.ephemeral(NEWS).isArchive()).isFalse();
  }

  @Test
  void shouldFeedTheArchiveWithEveryBoardAndDeadLetterForEver() {
    SubscriptionOptions archive = SubscriptionOptions.archive();

    assertThat(archive.isArchive()).isTrue();
    assertThat(archive.retry()).isEqualTo(RetryPolicy.FOR_EVER);
    assertThat(archive.patterns())
        .anyMatch(pattern -> pattern.matches(BoardName.of("news.local")))
        .anyMatch(pattern -> pattern.matches(BoardName.of("_dead.alice")));
  }

  @Test
  void shouldNotChangeWithTheListItWasMadeOf() {
    List<BoardPattern> patterns = new ArrayList<>(NEWS);
    SubscriptionOptions options = SubscriptionOptions.ephemeral(patterns);
    patterns.clear();

    assertThat(options.patterns()).isEqualTo(NEWS);
  }

  @Test
  void shouldRefuseSubscriptionsThatCannotWork() {
    SubscriptionOptions options = SubscriptionOptions.ephemeral(NEWS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubscriptionOptions.ephemeral(List.of()))
        .withMessage("a subscription needs at least one pattern");
    assertThatIllegalArgumentException().isThrownBy(() -> options.prefetch(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.prefetch(65_536, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.prefetch(1, 0));
  }

  @Test
  void shouldRefusePublishersThatCannotWork() {
    assertThatIllegalArgumentException().isThrownBy(() -> PublisherOptions.DEFAULTS.window(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> PublisherOptions.DEFAULTS.window(1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublisherOptions.DEFAULTS.within(Duration.ZERO))
        .withMessage("timeout must be positive, not PT0S");
  }

  @Test
  void shouldChangeOnePartAtATime() {
    SubscriptionOptions options = SubscriptionOptions.ephemeral(NEWS).prefetch(7, 8);

    assertThat(options.retrying(RetryPolicy.FOR_EVER))
        .isEqualTo(new SubscriptionOptions(null, NEWS, 7, 8, RetryPolicy.FOR_EVER, false));
    Duration timeout = Duration.ofSeconds(3);
    PublisherOptions publisher = PublisherOptions.DEFAULTS.window(1, 2).within(timeout);
    assertThat(publisher).isEqualTo(new PublisherOptions(1, 2, timeout, timeout));
    assertThat(publisher.closingWithin(Duration.ZERO))
        .isEqualTo(new PublisherOptions(1, 2, timeout, Duration.ZERO));
  }
}
