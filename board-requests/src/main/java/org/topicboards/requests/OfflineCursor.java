package org.topicboards.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;

/**
 * Has the board service keep how far a named subscriber has acknowledged the archive. One thread at
 * a time.
 */
final class OfflineCursor {

  private static final Logger LOG = LoggerFactory.getLogger(OfflineCursor.class);

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LEAVING_PATIENCE = Duration.ofSeconds(3);

  private final RequestClient requests;
  private final SubscriptionName name;
  private final List<BoardPattern> boards;
  private final Acknowledgements acknowledgements;
  private PatternStarts starts = PatternStarts.NONE;
  private boolean isAhead;
  private long toldPosition;
  private long toldAtNanos = System.nanoTime() - PERIOD_NANOS;

  OfflineCursor(
      RequestClient requests,
      SubscriptionName name,
      List<BoardPattern> boards,
      Acknowledgements acknowledgements) {
    this.requests = requests;
    this.name = name;
    this.boards = boards;
    this.acknowledgements = acknowledgements;
  }

  /** All that is behind the cursor. The name is there from then on, with the boards. */
  HistoryQuery waiting() {
    return HistoryQuery.of(boards, new Start.Behind(name));
  }

  /** The same, and nothing of it: the answer ends at the cursor. */
  HistoryQuery opening() {
    return new HistoryQuery(boards, new Start.Behind(name), new End.Until(Instant.EPOCH));
  }

  /** Takes note of the name's patterns. Of what goes on from a cursor the service says nothing. */
  void opened(PatternStarts told) {
    if (!told.later().isEmpty()) {
      starts = told;
    }
  }

  /** Whether a message behind the cursor is for the subscriber. */
  boolean isWaiting(HistoryMessage message) {
    return starts.isWaiting(message, boards);
  }

  /** All messages of the archive up to here that are for the subscriber were handed over. */
  void reached(long position) throws InterruptedException {
    acknowledgements.reached(position);
    tell();
  }

  /**
   * A message was handed over before others that the archive has in front of it. Whether those are
   * settled by the end is seen then.
   */
  void handedOverAhead() {
    isAhead = true;
  }

  /** Tells how far it is, now and then. Should a word be lost, the next one says it all. */
  void tell() throws InterruptedException {
    long reached = acknowledgements.position();
    long nowNanos = System.nanoTime();
    if (reached > toldPosition && nowNanos - toldAtNanos >= PERIOD_NANOS) {
      requests.tell(acknowledge(reached));
      toldPosition = reached;
      toldAtNanos = nowNanos;
    }
  }

  /**
   * Says the last word, which is answered; waits for some seconds at most.
   *
   * @param isSettled whether a message was handed over and acknowledged
   */
  void leave(Predicate<HistoryMessage> isSettled) throws InterruptedException {
    long reached = acknowledgements.position();
    if (reached == 0) {
      return;
    }
    try {
      if (isAhead || acknowledgements.isMoreSettled()) {
        reached = settledBehind(reached, isSettled);
      }
      new SimpleExchange(requests, acknowledge(reached), LEAVING_PATIENCE).run(line -> {});
    } catch (BrokerException | RequestRefusedException e) {
      LOG.info(
          "the last messages may come again to {}, as no board service has taken note: {}",
          name,
          e.getMessage());
    }
  }

  /** The position before the first message that is not settled. */
  private long settledBehind(long reached, Predicate<HistoryMessage> isSettled)
      throws InterruptedException {
    Settled settled = new Settled(isSettled, reached);
    HistoryQuery rest = HistoryQuery.of(boards, new Start.At(new HistoryCursor(reached, reached)));
    HistoryExchange.Outcome outcome =
        new HistoryExchange(requests, rest, true, List.of(), LEAVING_PATIENCE, settled).run();
    return outcome.isComplete() ? outcome.end().afterPosition() : settled.position;
  }

  private Request.Acknowledge acknowledge(long position) {
    return new Request.Acknowledge(name, new HistoryCursor(position, position));
  }

  /** Reads up to the first message that is not settled. */
  private final class Settled implements HistoryReader {

    private final Predicate<HistoryMessage> isSettled;
    private long position;

    Settled(Predicate<HistoryMessage> isSettled, long position) {
      this.isSettled = isSettled;
      this.position = position;
    }

    @Override
    public boolean message(HistoryMessage message) {
      if (isWaiting(message) && !isSettled.test(message)) {
        return false;
      }
      position = message.position();
      return true;
    }
  }
}
