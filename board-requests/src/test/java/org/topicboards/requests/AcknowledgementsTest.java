package org.topicboards.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.topicboards.message.BoardName;
import org.topicboards.message.MessageIdentity;

/** How far the archive is acknowledged. */
class AcknowledgementsTest {

  private final Acknowledgements acknowledgements = new Acknowledgements();

  @Test
  void shouldReachAPositionWhenAllBeforeItIsSettled() {
    give("1");
    acknowledgements.reached(10);
    give("2");
    acknowledgements.reached(20);
    settle("2");
    assertThat(acknowledgements.position()).isZero();

    settle("1");

    assertThat(acknowledgements.position()).isEqualTo(20);
    assertThat(acknowledgements.isMoreSettled()).isFalse();
  }

  @Test
  void shouldTellThatMoreMayBeSettled() {
    acknowledgements.reached(10);
    assertThat(acknowledgements.position()).isEqualTo(10);
    give("1");
    give("2");
    settle("1");

    assertThat(acknowledgements.position()).isEqualTo(10);
    assertThat(acknowledgements.isMoreSettled()).isTrue();
    assertThat(acknowledgements.isUnsettled(identity("1"))).isFalse();
    assertThat(acknowledgements.isUnsettled(identity("2"))).isTrue();
  }

  private void give(String id) {
    acknowledgements.given(identity(id));
  }

  private void settle(String id) {
    acknowledgements.settled(identity(id));
  }

  private static MessageIdentity identity(String id) {
    return new MessageIdentity(BoardName.of("news"), "bob", id);
  }
}
