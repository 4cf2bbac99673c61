package org.topicboards.service.requests;

import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.service.store.HistoryRequest;
import org.topicboards.service.store.OfflineQueues;

/** What is asked over the broker, as the store is asked. */
final class StoreQueries {

  private StoreQueries() {}

  /** The same question; the start is none that the store has other words for. */
  static HistoryRequest of(HistoryQuery query, OfflineQueues queues) {
    return new HistoryRequest(query.boards(), start(query.start(), queues), end(query.end()));
  }

  private static HistoryRequest.Start start(Start start, OfflineQueues queues) {
    if (start instanceof Start.Behind behind) {
      return queues.open(behind.subscriber());
    }
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

  private static HistoryRequest.End end(End end) {
    if (end instanceof End.Until until) {
      return new HistoryRequest.End.Until(until.time());
    }
    if (end instanceof End.Through through) {
      return new HistoryRequest.End.Through(through.sequence());
    }
    return new HistoryRequest.End.Now();
  }
}
