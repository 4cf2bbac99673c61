package org.topicboards.broker.conformance;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.topicboards.broker.PublishReceipt;

/**
 * How the kit waits: patient with a slow machine, quick where things work.
 *
 * @param patience how long to wait for what must happen
 */
record Waiting(Duration patience) {

  private static final Duration POLL = Duration.ofMillis(5);

  /** Waits until the assertion holds. */
  void until(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .untilAsserted(assertion);
  }

  /** Watches that the assertion holds all along for a while: for what must not happen. */
  void throughout(Duration duration, ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(duration.plus(patience))
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .during(duration)
        .untilAsserted(assertion);
  }

  /** Waits for a stage that must succeed. */
  PublishReceipt forSuccess(CompletionStage<PublishReceipt> stage) {
    try {
      return outcome(stage);
    } catch (ExecutionException e) {
      throw new AssertionError("a publish failed: " + e.getCause(), e.getCause());
    }
  }

  /** Waits for a stage that must fail, and gives its cause. */
  Throwable forFailure(CompletionStage<PublishReceipt> stage) {
    try {
      throw new AssertionError("the publish succeeded: " + outcome(stage));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause(), "cause");
    }
  }

  private PublishReceipt outcome(CompletionStage<PublishReceipt> stage) throws ExecutionException {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a publish was not settled within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a publish", e);
    }
  }
}
