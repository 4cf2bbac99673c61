package org.topicboards.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The registry of durable subscriptions; a part of {@link MessageStoreConformance}. */
abstract class SubscriptionsTests {

  private static final String RABBIT = "rabbit";
  private static final SubscriptionName ALICE = SubscriptionName.of("alice");
  private static final SubscriptionName BOB = SubscriptionName.of("bob");
  private static final Instant MONDAY = Instant.parse("2026-11-16T10:00:00.123456789Z");
  private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);

  private final Supplier<MessageStore> store;

  SubscriptionsTests(Supplier<MessageStore> store) {
    this.store = store;
  }

  @Test
  void shouldListWhatWasSeenForEachBrokerByName() {
    subscriptions().seen(RABBIT, List.of(seen(BOB, MONDAY, "#"), seen(ALICE, MONDAY, "a.*", "b")));
    subscriptions().seen("kafka", List.of(seen(ALICE, TUESDAY, "sports")));
    subscriptions().seen(RABBIT, List.of());

    assertThat(subscriptions().list(RABBIT))
        .containsExactly(
            registered(ALICE, MONDAY, null, "a.*", "b"), registered(BOB, MONDAY, null, "#"));
    assertThat(subscriptions().list("kafka"))
        .containsExactly(registered(ALICE, TUESDAY, null, "sports"));
    assertThat(subscriptions().list("elsewhere")).isEmpty();
  }

  @Test
  void shouldKeepWhatWasSeenLast() {
    subscriptions().seen(RABBIT, List.of(seen(ALICE, MONDAY, "old")));
    subscriptions().seen(RABBIT, List.of(seen(ALICE, TUESDAY, "new")));
    subscriptions().seen(RABBIT, List.of(seen(ALICE, MONDAY, "old")));

    assertThat(subscriptions().list(RABBIT))
        .containsExactly(registered(ALICE, TUESDAY, null, "new"));
  }

  @Test
  void shouldWarnOnceUntilItIsSeenAgain() {
    subscriptions().seen(RABBIT, List.of(seen(ALICE, MONDAY, "a")));

    assertThat(subscriptions().warned(RABBIT, ALICE, MONDAY.minusNanos(1), TUESDAY)).isFalse();
    assertThat(subscriptions().warned(RABBIT, ALICE, MONDAY, TUESDAY)).isTrue();
    assertThat(subscriptions().warned(RABBIT, ALICE, MONDAY, TUESDAY)).isFalse();
    assertThat(subscriptions().warned(RABBIT, BOB, MONDAY, TUESDAY)).isFalse();
    assertThat(subscriptions().list(RABBIT))
        .containsExactly(registered(ALICE, MONDAY, TUESDAY, "a"));

    subscriptions().seen(RABBIT, List.of(seen(ALICE, TUESDAY, "a")));
    assertThat(subscriptions().list(RABBIT)).containsExactly(registered(ALICE, TUESDAY, null, "a"));
  }

  @Test
  void shouldForgetWhatWasNotSeenSince() {
    subscriptions().seen(RABBIT, List.of(seen(ALICE, TUESDAY, "a"), seen(BOB, TUESDAY, "b")));

    assertThat(subscriptions().forget(RABBIT, ALICE, MONDAY)).isFalse();
    assertThat(subscriptions().forget(RABBIT, ALICE, TUESDAY)).isTrue();
    assertThat(subscriptions().forget(RABBIT, ALICE, TUESDAY)).isFalse();

    assertThat(subscriptions().list(RABBIT)).containsExactly(registered(BOB, TUESDAY, null, "b"));
  }

  private static SeenSubscription seen(SubscriptionName name, Instant seen, String... patterns) {
    return new SeenSubscription(name, patterns(patterns), seen);
  }

  private static RegisteredSubscription registered(
      SubscriptionName name, Instant seen, @Nullable Instant warned, String... patterns) {
    return new RegisteredSubscription(name, patterns(patterns), seen, warned);
  }

  private static List<BoardPattern> patterns(String... patterns) {
    return Stream.of(patterns).map(BoardPattern::of).toList();
  }

  private Subscriptions subscriptions() {
    return store.get().subscriptions();
  }
}
