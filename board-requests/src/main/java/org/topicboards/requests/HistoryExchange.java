package org.topicboards.requests;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerTimeoutException;

/**
 * One history, asked for part by part: as much as the credit allows, then from where that ended, or
 * from the last whole page if something was lost. Not thread-safe.
 */
final class HistoryExchange {

  private final RequestClient client;
  private final HistoryQuery query;
  private final boolean join;
  private final List<HeardMessages> heard;
  private final Duration patience;
  private final HistoryReader reader;
  private final PageReader pages = new PageReader();
  private @Nullable HistoryCursor position;
  private boolean joined;
  private long unheard;

  /** When to give the service up; put off by whatever gets on. */
  private long deadlineNanos;

  HistoryExchange(RequestClient client, HistoryQuery query, boolean join, HistoryReader reader) {
    this(client, query, join, List.of(), client.patience(), reader);
  }

  /**
   * An exchange that leaves out what was heard.
   *
   * @param patience how long to wait for a sign of the service
   */
  HistoryExchange(
      RequestClient client,
      HistoryQuery query,
      boolean join,
      List<HeardMessages> heard,
      Duration patience,
      HistoryReader reader) {
    this.client = client;
    this.query = query;
    this.join = join;
    this.heard = heard;
    this.patience = patience;
    this.reader = reader;
  }

  /**
   * How it ended.
   *
   * @param end where it ended, to go on from one day
   * @param isComplete false if the reader wanted no more
   * @param joined whether all that was posted before was in the archive
   * @param unheard what the service has not heard either of what was lost here
   */
  record Outcome(HistoryCursor end, boolean isComplete, boolean joined, long unheard) {}

  /** Reads all of it. */
  Outcome run() throws InterruptedException {
    gotOn();
    while (true) {
      if (System.nanoTime() - deadlineNanos >= 0) {
        throw client.silence(patience);
      }
      Request request = request();
      try (Replies.Awaited answers = ask(request)) {
        Outcome outcome = read(new AnswerRow(client, request, answers, deadlineNanos, patience));
        if (outcome != null) {
          return outcome;
        }
      }
    }
  }

  /** What was lost here, others may have lost as well. */
  private Replies.Awaited ask(Request request) throws InterruptedException {
    return heard.isEmpty() ? client.ask(request) : client.askInPublic(request);
  }

  private Request.History request() {
    Credit credit = client.isReliable() ? Credit.RELIABLE : client.path().credit();
    return position == null
        ? new Request.History(query, join, credit, heard)
        : new Request.History(
            query.from(new HistoryQuery.Start.At(position)), false, credit, heard);
  }

  /**
   * Reads one answer.
   *
   * @return null if the next part must be asked for
   */
  private @Nullable Outcome read(AnswerRow row) throws InterruptedException {
    pages.clear();
    while (true) {
      Answer answer = row.next();
      if (answer == null) {
        return null;
      }
      if (answer instanceof Answer.Begin begin) {
        begin(begin);
      } else if (answer instanceof Answer.Chunk chunk) {
        pages.add(chunk.lines());
        if (chunk.next() != null) {
          if (!readPage()) {
            return new Outcome(chunk.next(), false, joined, unheard);
          }
          position = chunk.next();
          gotOn();
        }
      } else if (answer instanceof Answer.End end) {
        gotOn();
        if (end.next() != null) {
          client.path().wasFull();
          position = end.next();
          return null;
        }
        return end();
      } else if (answer instanceof Answer.Refusal refusal) {
        throw new RequestRefusedException(refusal);
      }
    }
  }

  private void begin(Answer.Begin begin) {
    if (position == null) {
      joined = begin.joined();
      unheard = begin.unheard();
      position = begin.cursor();
      reader.answered();
      reader.began(begin.cursor(), begin.starts());
      begin.expired().forEach(reader::expired);
      gotOn();
    }
  }

  private Outcome end() {
    if (position == null) {
      throw new BrokerTimeoutException("the board service answered without a beginning");
    }
    long through = Math.max(position.afterPosition(), position.throughPosition());
    return new Outcome(new HistoryCursor(through, through), true, joined, unheard);
  }

  /** Hands a page over; false if no more is wanted. */
  private boolean readPage() throws InterruptedException {
    for (HistoryMessage message : pages.take()) {
      if (!reader.message(message)) {
        return false;
      }
    }
    return true;
  }

  private void gotOn() {
    deadlineNanos = System.nanoTime() + patience.toNanos();
  }
}
