package org.topicboards.publisher;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;

/**
 * Posts the messages of one input, until the first that fails, and counts what became of them.
 * Thread-safe: the broker's answers come on threads of the adapter, and the wish to stop on one of
 * the JVM.
 */
final class PublishRun {

  /** How long an answer may take from the publisher, which has it, to here. */
  private static final long HANDOVER_MILLIS = 2_000;

  private final Publisher publisher;
  private final @Nullable Pace pace;
  private volatile boolean ended;
  private volatile boolean stopped;
  private long posted;
  private long confirmed;
  private long unrouted;
  private long refused;
  private long unanswered;
  private @Nullable Failure firstFailure;

  /**
   * A run through {@code publisher}.
   *
   * @param pace how fast, or null for as fast as it goes
   */
  PublishRun(Publisher publisher, @Nullable Pace pace) {
    this.publisher = publisher;
    this.pace = pace;
  }

  /** Posts what {@code input} has until one fails. Blocks while too many are unanswered. */
  void postAll(Input input) {
    try {
      for (Posting posting = input.next(); posting != null; posting = input.next()) {
        if (pace != null) {
          pace.await();
        }
        if (ended) {
          return;
        }
        post(posting);
      }
    } catch (IOException | IllegalArgumentException e) {
      failed(new Failure(input.line(), e));
    }
  }

  /** Posts no more. */
  void stop() {
    stopped = true;
    ended = true;
  }

  boolean isStopped() {
    return stopped;
  }

  private void post(Posting posting) {
    synchronized (this) {
      posted++;
    }
    publisher
        .publish(posting.board(), posting.message())
        .whenComplete((receipt, failure) -> settled(posting.line(), receipt, failure));
  }

  /** Waits until the broker has answered for every message, or their time has run out. */
  void awaitAnswers() throws InterruptedException {
    publisher.flush();
    long deadlineNanos = System.nanoTime() + HANDOVER_MILLIS * 1_000_000;
    synchronized (this) {
      while (confirmed + refused + unanswered < posted) {
        long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          return;
        }
        wait(leftMillis);
      }
    }
  }

  /** The failure of the earliest line, or null so far. */
  synchronized @Nullable Failure firstFailure() {
    return firstFailure;
  }

  /** Whether the broker has confirmed every message posted. */
  synchronized boolean isConfirmed() {
    return confirmed == posted;
  }

  /** How many messages no subscription took. */
  synchronized long unrouted() {
    return unrouted;
  }

  /** The counts in words. */
  synchronized String counts() {
    StringBuilder counts = new StringBuilder().append(confirmed).append(" confirmed");
    if (refused > 0) {
      counts.append(", ").append(refused).append(" refused");
    }
    long unknown = posted - confirmed - refused;
    if (unknown > 0) {
      counts.append(", ").append(unknown).append(" unconfirmed: posted or not is not known");
    }
    return counts.toString();
  }

  private synchronized void settled(
      long line, @Nullable PublishReceipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      confirmed++;
      unrouted += receipt.routed() ? 0 : 1;
    } else if (failure != null) {
      Throwable wrapped = failure instanceof CompletionException ? failure.getCause() : null;
      Throwable cause = wrapped != null ? wrapped : failure;
      count(cause);
      failed(new Failure(line, cause));
    }
    notifyAll();
  }

  private void count(Throwable failure) {
    if (failure instanceof PublishFailedException || failure instanceof AccessRefusedException) {
      refused++;
    } else {
      unanswered++;
    }
  }

  private synchronized void failed(Failure failure) {
    ended = true;
    if (firstFailure == null || failure.line() < firstFailure.line()) {
      firstFailure = failure;
    }
  }

  /**
   * Why a message was not posted.
   *
   * @param line the message's line, or {@link Posting#NO_LINE}
   */
  record Failure(long line, Throwable cause) {}
}
