package org.topicboards.requests;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerTimeoutException;

/**
 * Reads the row of messages that answers one request, each once and in order. Where one is missing,
 * or the service has gone in the middle, it says so instead of waiting. Not thread-safe.
 */
final class AnswerRow {

  /** A service that has begun to answer does not pause for longer. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final RequestClient client;
  private final ResponseTime responseTime;
  private final Replies.Awaited answers;
  private final long deadlineNanos;
  private final Duration patience;
  private @Nullable String answerId;
  private long lastNumber;

  /**
   * A row of which nothing was read; the request was posted just now.
   *
   * @param deadlineNanos when to give the service up, if nothing has come until then
   * @param patience how long that is from the beginning on, for people
   */
  AnswerRow(
      RequestClient client,
      Request request,
      Replies.Awaited answers,
      long deadlineNanos,
      Duration patience) {
    this.client = client;
    this.responseTime = client.path().responseTime(request);
    this.answers = answers;
    this.deadlineNanos = deadlineNanos;
    this.patience = patience;
  }

  /**
   * The next message.
   *
   * @return null if it is lost and the request must be made again
   * @throws BrokerTimeoutException if no service answers
   */
  @Nullable Answer next() throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      long waitNanos = waitNanos(startNanos);
      Replies.Event event = answers.poll(Math.max(0, waitNanos));
      if (event == null) {
        if (answerId == null && System.nanoTime() - deadlineNanos >= 0) {
          throw client.silence(patience);
        }
        if (answerId == null) {
          responseTime.silent();
        }
        return lost();
      }
      if (event instanceof Replies.Event.Closed) {
        throw new BrokerClosedException("closed while waiting for an answer");
      }
      if (event instanceof Replies.Event.Interrupted) {
        return null;
      }
      if (event instanceof Replies.Event.Answered answered) {
        AnswerCodec.Numbered numbered = answered.numbered();
        if (numbered.answerId().equals(answerId) && numbered.number() <= lastNumber) {
          continue; // comes again
        }
        boolean isNext =
            numbered.number() == lastNumber + 1
                && (answerId == null || numbered.answerId().equals(answerId));
        if (!isNext) {
          return lost(); // or the service died and another has begun anew
        }
        if (answerId == null) {
          responseTime.answered(System.nanoTime() - startNanos);
        }
        answerId = numbered.answerId();
        lastNumber = numbered.number();
        return numbered.answer();
      }
    }
  }

  private @Nullable Answer lost() {
    client.path().lost();
    return null;
  }

  private long waitNanos(long startNanos) {
    long nowNanos = System.nanoTime();
    long pauseNanos = responseTime.timeoutNanos() - (nowNanos - startNanos);
    if (answerId == null) {
      long leftNanos = deadlineNanos - nowNanos;
      return client.isReliable() ? leftNanos : Math.min(leftNanos, pauseNanos);
    }
    return client.isReliable() ? LONGEST_PAUSE.toNanos() - (nowNanos - startNanos) : pauseNanos;
  }
}
