package org.topicboards.broker.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

class UnconfirmedMessagesTest {

  private static final BoardName BOARD = BoardName.of("news");

  private final UnconfirmedMessages unconfirmed = new UnconfirmedMessages();

  @Test
  void shouldNumberFromOneAsAChannelDoes() {
    assertThat(unconfirmed.add(pending("a"))).isEqualTo(1);
    assertThat(unconfirmed.add(pending("b"))).isEqualTo(2);
  }

  @Test
  void shouldGiveEachMessageOutOnce() {
    unconfirmed.add(pending("a"));

    assertThat(unconfirmed.take(1)).isNotNull();
    assertThat(unconfirmed.take(1)).isNull();
    assertThat(unconfirmed.takeUpTo(1)).isNull();
    assertThat(unconfirmed.isEmpty()).isTrue();
  }

  @Test
  void shouldIgnoreNumbersThatWereNeverSent() {
    assertThat(unconfirmed.take(7)).isNull();
    assertThat(unconfirmed.takeUpTo(7)).isNull();
  }

  @Test
  void shouldConfirmUpToANumberOldestFirst() {
    for (String id : List.of("a", "b", "c", "d")) {
      unconfirmed.add(pending(id));
    }
    unconfirmed.take(2);

    List<String> confirmed = new ArrayList<>();
    for (PendingPublish next = unconfirmed.takeUpTo(3);
        next != null;
        next = unconfirmed.takeUpTo(3)) {
      confirmed.add(next.message().id());
    }

    assertThat(confirmed).containsExactly("a", "c");
    assertThat(unconfirmed.isEmpty()).isFalse();
  }

  @Test
  void shouldDrainInTheOrderSentAndForgetTheNumbers() {
    for (String id : List.of("a", "b", "c")) {
      unconfirmed.add(pending(id));
    }
    unconfirmed.take(2);

    assertThat(unconfirmed.drain())
        .extracting(left -> left.message().id())
        .containsExactly("a", "c");
    assertThat(unconfirmed.take(1)).isNull();
    assertThat(unconfirmed.isEmpty()).isTrue();
  }

  @Test
  void shouldGrowWhileTheOldestStaysUnconfirmed() {
    int messages = 5_000;
    for (int i = 1; i <= messages; i++) {
      unconfirmed.add(pending("m" + i));
      if (i > 1) {
        PendingPublish taken = unconfirmed.take(i);
        assertThat(taken).isNotNull();
      }
    }

    assertThat(unconfirmed.drain()).extracting(left -> left.message().id()).containsExactly("m1");
  }

  @Test
  void shouldMarkTheReturnedMessageOfThatBoardOnly() {
    PendingPublish pending = pending("a");
    unconfirmed.add(pending);

    assertThat(unconfirmed.markReturned(BoardName.of("other"), "a")).isFalse();
    assertThat(unconfirmed.markReturned(BOARD, "b")).isFalse();
    assertThat(unconfirmed.markReturned(BOARD, "a")).isTrue();
    assertThat(pending.isReturned()).isTrue();
  }

  private static PendingPublish pending(String id) {
    return new PendingPublish(
        BOARD, Message.from("test").id(id).build(), System.nanoTime(), new PublishWindow(1, 1));
  }
}
