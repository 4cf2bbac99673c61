package org.topicboards.requests;

import org.jspecify.annotations.Nullable;
import org.topicboards.requests.HistoryQuery.Start;

/**
 * What a named subscriber is given before anything live: a history, if it asked for one, and what
 * it has missed, which is what waits behind its cursor and the history has not brought. The cursor
 * moves over what lies between two places of the archive only when all of that was handed over.
 */
final class MissedMessages {

  private final RequestClient requests;
  private final OfflineCursor cursor;
  private final @Nullable HistoryQuery history;
  private final HistoryReader reader;

  /**
   * Nothing is asked for yet.
   *
   * @param history of the boards that the subscriber collects, up to now; null for none
   * @param reader takes the messages, each perhaps more than once
   */
  MissedMessages(
      RequestClient requests,
      OfflineCursor cursor,
      @Nullable HistoryQuery history,
      HistoryReader reader) {
    this.requests = requests;
    this.cursor = cursor;
    this.history = history;
    this.reader = reader;
  }

  /**
   * Hands over all of it.
   *
   * @return up to where that was, null if the reader wanted no more
   */
  @Nullable HistoryCursor handOver() throws InterruptedException {
    return history == null ? read(cursor.waiting(), new Waiting()) : handOver(history);
  }

  /** The history comes first, and may begin before the cursor or behind it. */
  private @Nullable HistoryCursor handOver(HistoryQuery query) throws InterruptedException {
    HistoryCursor acknowledged = read(cursor.opening(), new Waiting());
    if (acknowledged == null) {
      return null;
    }
    History part = new History(acknowledged.afterPosition());
    HistoryCursor end = read(query, part);
    if (end == null) {
      return null;
    }
    if (!part.coversWhatWaits()) {
      HistoryCursor before = new HistoryCursor(acknowledged.afterPosition(), part.afterPosition);
      HistoryQuery missed = HistoryQuery.of(query.boards(), new Start.At(before));
      if (read(missed, new Waiting()) == null) {
        return null;
      }
    }
    cursor.reached(end.afterPosition());
    return end;
  }

  private @Nullable HistoryCursor read(HistoryQuery query, HistoryReader taking)
      throws InterruptedException {
    HistoryReader watched = SequenceWatch.of(query, taking);
    HistoryExchange.Outcome outcome = new HistoryExchange(requests, query, false, watched).run();
    return outcome.isComplete() ? outcome.end() : null;
  }

  /** Passes everything on. */
  private abstract class Part implements HistoryReader {

    @Override
    public void answered() {
      reader.answered();
    }

    @Override
    public void expired(ExpiredMessages expired) {
      reader.expired(expired);
    }
  }

  /** What waits: less what came before its pattern did. */
  private final class Waiting extends Part {

    @Override
    public void began(HistoryCursor all, PatternStarts starts) {
      cursor.opened(starts);
    }

    @Override
    public boolean message(HistoryMessage message) throws InterruptedException {
      if (cursor.isWaiting(message) && !reader.message(message)) {
        return false;
      }
      cursor.reached(message.position());
      return true;
    }
  }

  /** The history. */
  private final class History extends Part {

    private final long acknowledgedPosition;
    private long afterPosition;

    History(long acknowledgedPosition) {
      this.acknowledgedPosition = acknowledgedPosition;
    }

    /** Whether it begins at the cursor or before, so that nothing waits that it does not have. */
    boolean coversWhatWaits() {
      return afterPosition <= acknowledgedPosition;
    }

    @Override
    public void began(HistoryCursor all, PatternStarts starts) {
      afterPosition = all.afterPosition();
    }

    @Override
    public boolean message(HistoryMessage message) throws InterruptedException {
      if (!reader.message(message)) {
        return false;
      }
      if (!coversWhatWaits()) {
        cursor.handedOverAhead();
      } else if (message.position() > acknowledgedPosition) {
        cursor.reached(message.position());
      }
      return true;
    }
  }
}
