package org.topicboards.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConfirmWindowTest {

  private final ConfirmWindow window = new ConfirmWindow(3);

  @Test
  void shouldHoldBackWhatDoesNotFit() throws Exception {
    enter(1, 3);
    CompletableFuture<Void> fourth = enterElsewhere(4);
    assertThat(fourth).isNotDone();

    window.handleAck(2, false);

    assertThat(fourth).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldFreeAllUpToAMultipleConfirm() throws Exception {
    enter(1, 3);
    window.handleAck(3, true);
    enter(4, 6);
    window.handleAck(6, true);

    window.awaitAllConfirmed();
  }

  @Test
  void shouldCountConfirmsOutOfOrderOnce() throws Exception {
    enter(1, 3);
    window.handleAck(2, false);
    window.handleAck(1, false);
    window.handleAck(3, true);
    enter(4, 6);
    CompletableFuture<Void> seventh = enterElsewhere(7);

    assertThat(seventh).isNotDone();
    window.handleAck(6, true);
    assertThat(seventh).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldTakeManyRounds() throws Exception {
    for (long sequence = 1; sequence <= 10_000; sequence++) {
      enter(sequence, sequence);
      window.handleAck(sequence, sequence % 2 == 0);
    }

    window.awaitAllConfirmed();
  }

  @Test
  void shouldFailTheRunOnARefusedMessage() throws Exception {
    enter(1, 2);
    window.handleAck(1, false);
    window.handleNack(2, false);

    assertThatThrownBy(window::awaitAllConfirmed)
        .isInstanceOf(IOException.class)
        .hasMessage("the broker refused message 2");
  }

  private void enter(long first, long last) throws Exception {
    for (long sequence = first; sequence <= last; sequence++) {
      window.enter(sequence);
    }
  }

  private CompletableFuture<Void> enterElsewhere(long sequence) {
    CompletableFuture<Void> entered = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                window.enter(sequence);
                entered.complete(null);
              } catch (IOException | InterruptedException e) {
                entered.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return entered;
  }
}
