package org.topicboards.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"alice", "team-7.alice_2", "_archive"})
  void shouldAccept(String name) {
    assertThat(SubscriptionName.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".alice", "alice.", "al ice", "al/ice", "*", "#", "-alice", "_", "élise"})
  void shouldRefuse(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubscriptionName.of(name))
        .withMessageStartingWith("'" + name + "' is no subscription name: ");
  }

  @Test
  void shouldLeaveRoomForTheDeadLetterBoard() {
    String longest = "a".repeat(SubscriptionName.MAX_LENGTH);

    assertThat(SubscriptionName.of(longest).deadLetterBoard().value())
        .isEqualTo("_dead." + longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubscriptionName.of(longest + "a"))
        .withMessageContaining("it has 101 characters, at most 100 are allowed");
  }

  @Test
  void shouldTellReservedNames() {
    assertThat(SubscriptionName.ARCHIVE.isReserved()).isTrue();
    assertThat(SubscriptionName.of("alice").isReserved()).isFalse();
  }
}
