package org.topicboards.service.requests;

import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.service.store.HistoryRequest;

/** What is asked over the broker, as the store is asked. */
final class StoreQueries {

  private StoreQueries() {}

  /** The same start, which is none that the store has other words for. */
  static HistoryRequest.Start start(Start start) {
    if (start instanceof Start.Last last) {
      return new HistoryRequest.Start.Last(last.messages());
    }
    if (start instanceof Start.Since since) {
      return new HistoryRequest.Start.Since(since.time());
    }
    if (start instanceof Start.From from) {
      return new HistoryRequest.Start.From(from.sequence());
    }
    if (start instanceof Start.After after) {
      return new HistoryRequest.Start.After(after.id());
    }
    if (start instanceof Start.All) {
      return new HistoryRequest.Start.All();
    }
    throw new IllegalArgumentException("the store has no such start: " + start);
  }

  /** The same end. */
  static HistoryRequest.End end(End end) {
    if (end instanceof End.Until until) {
      return new HistoryRequest.End.Until(until.time());
    }
    if (end instanceof End.Through through) {
      return new HistoryRequest.End.Through(through.sequence());
    }
    return new HistoryRequest.End.Now();
  }
}
