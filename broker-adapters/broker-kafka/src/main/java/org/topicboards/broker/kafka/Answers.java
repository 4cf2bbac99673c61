package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for the cluster's answers, in exceptions of the contract. Thread-safe. */
final class Answers {

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Duration timeout;
  private final ExceptionTranslator translator;

  Answers(Duration timeout, ExceptionTranslator translator) {
    this.timeout = timeout;
    this.translator = translator;
  }

  ExceptionTranslator translator() {
    return translator;
  }

  /**
   * Waits for an answer.
   *
   * @param doing what is asked for, as in "cannot {@code doing}"
   */
  <T> T await(String doing, KafkaFuture<T> future) {
    try {
      return awaitOrThrow(doing, future);
    } catch (ExecutionException e) {
      throw translator.translate(doing, e);
    }
  }

  /** The same where a refusal may be an answer, too. */
  <T> T awaitOrThrow(String doing, KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translator.translate(doing, e);
    } catch (TimeoutException e) {
      throw translator.translate(doing, e);
    }
  }

  /**
   * Waits for an answer about a topic, asking again while some node does not know it yet: another
   * client may have created it this very moment.
   */
  <T> T awaitKnown(String doing, Supplier<CompletionStage<T>> asking) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        try {
          return asking
              .get()
              .toCompletableFuture()
              .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw translator.translate(doing, e);
          }
          TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translator.translate(doing, e);
    } catch (TimeoutException e) {
      throw translator.translate(doing, e);
    }
  }
}
