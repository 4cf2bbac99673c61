package org.topicboards.requests;

import org.jspecify.annotations.Nullable;

/**
 * What a named subscriber is given before anything live: what it has missed, which is what waits
 * behind its cursor. The cursor moves on only over what was handed over.
 */
final class MissedMessages {

  private final RequestClient requests;
  private final OfflineCursor cursor;
  private final HistoryReader reader;

  /**
   * Nothing is asked for yet.
   *
   * @param reader takes the messages, each perhaps more than once
   */
  MissedMessages(RequestClient requests, OfflineCursor cursor, HistoryReader reader) {
    this.requests = requests;
    this.cursor = cursor;
    this.reader = reader;
  }

  /**
   * Hands over all of it.
   *
   * @return up to where that was, null if the reader wanted no more
   */
  @Nullable HistoryCursor handOver() throws InterruptedException {
    HistoryQuery waiting = cursor.waiting();
    HistoryReader watched = SequenceWatch.of(waiting, new Waiting());
    HistoryExchange.Outcome outcome = new HistoryExchange(requests, waiting, false, watched).run();
    return outcome.isComplete() ? outcome.end() : null;
  }

  /** What waits: less what came before its pattern did. */
  private final class Waiting implements HistoryReader {

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

    @Override
    public void answered() {
      reader.answered();
    }

    @Override
    public void expired(ExpiredMessages expired) {
      reader.expired(expired);
    }
  }
}
