package org.topicboards.requests;

import java.util.HashMap;
import java.util.Map;
import org.topicboards.message.BoardName;

/**
 * Passes a history on and tells of sequences that are missing in the middle of it: they expired
 * while it was being read, because the archive leaves none out. One thread uses it.
 */
final class SequenceWatch implements HistoryReader {

  private final HistoryReader reader;
  private final Map<BoardName, Long> last = new HashMap<>();

  SequenceWatch(HistoryReader reader) {
    this.reader = reader;
  }

  /** What is to read the answer to {@code query}: of single messages none can be missing. */
  static HistoryReader of(HistoryQuery query, HistoryReader reader) {
    return query.start() instanceof HistoryQuery.Start.Id ? reader : new SequenceWatch(reader);
  }

  @Override
  public boolean message(HistoryMessage message) throws InterruptedException {
    Long before = last.put(message.board(), message.sequence());
    if (before != null && message.sequence() > before + 1) {
      reader.expired(new ExpiredMessages(message.board(), before + 1, message.sequence() - 1));
    }
    return reader.message(message);
  }

  @Override
  public void began(HistoryCursor all, PatternStarts starts) {
    reader.began(all, starts);
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
