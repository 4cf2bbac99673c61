package org.topicboards.service.requests;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.Answer;
import org.topicboards.requests.HistoryCursor;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.requests.PatternStarts;
import org.topicboards.requests.Request;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.HistoryRequest;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.OfflineQueue;
import org.topicboards.units.OneLine;

/** What a request for history means at the moment when it is answered. Not thread-safe. */
final class HistoryQuestion {

  private static final int SHOWN_CHARACTERS = 60;

  private final MessageStore store;
  private final OfflineNames names;
  private final Request.History request;
  private PatternStarts starts = PatternStarts.NONE;

  HistoryQuestion(MessageStore store, OfflineNames names, Request.History request) {
    this.store = store;
    this.names = names;
    this.request = request;
  }

  /** The stretch that is asked for. */
  HistoryRange range() throws RefusedException {
    Start start = request.query().start();
    if (start instanceof Start.At at) {
      return goOn(at.cursor());
    }
    if (start instanceof Start.Behind behind) {
      OfflineQueue queue = names.open(behind.subscriber(), boards());
      starts = laterThanCursor(queue);
      return range(new HistoryRequest.Start.Behind(queue));
    }
    checkBoardsExist();
    return range(StoreQueries.start(start));
  }

  /** Which messages of {@link #range} do not wait for the subscriber whose queue it is. */
  PatternStarts starts() {
    return starts;
  }

  /** The messages with an id. */
  List<ArchivedMessage> find(String id) throws RefusedException {
    checkBoardsExist();
    List<ArchivedMessage> found = store.history().find(id, boards());
    if (found.isEmpty()) {
      throw noSuchMessage(id);
    }
    return found;
  }

  private HistoryRange goOn(HistoryCursor cursor) {
    long through = cursor.throughPosition();
    if (request.join()) {
      through = Math.max(through, newestPosition());
    }
    return new HistoryRange(boards(), cursor.afterPosition(), through, List.of());
  }

  private HistoryRange range(HistoryRequest.Start start) throws RefusedException {
    return store
        .history()
        .range(new HistoryRequest(boards(), start, StoreQueries.end(request.query().end())))
        .orElseThrow(() -> noSuchMessage(((HistoryRequest.Start.After) start).id()));
  }

  private long newestPosition() {
    return store
        .history()
        .range(
            new HistoryRequest(
                boards(), new HistoryRequest.Start.All(), new HistoryRequest.End.Now()))
        .map(HistoryRange::throughPosition)
        .orElse(0L);
  }

  private void checkBoardsExist() throws RefusedException {
    Set<BoardName> missing =
        boards().stream()
            .filter(BoardPattern::isName)
            .map(pattern -> BoardName.of(pattern.value()))
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(store.boards().existing(missing));
    if (!missing.isEmpty()) {
      throw new RefusedException(
          Answer.Reason.NO_SUCH_BOARD,
          "no such board in the archive: "
              + missing.stream().map(BoardName::value).limit(5).collect(Collectors.joining(", ")));
    }
  }

  private List<BoardPattern> boards() {
    return request.query().boards();
  }

  private static PatternStarts laterThanCursor(OfflineQueue queue) {
    return new PatternStarts(
        queue.patterns().entrySet().stream()
            .filter(pattern -> pattern.getValue().position() > queue.cursor().position())
            .collect(
                Collectors.toMap(Map.Entry::getKey, pattern -> pattern.getValue().position())));
  }

  private static RefusedException noSuchMessage(String id) {
    return new RefusedException(
        Answer.Reason.NO_SUCH_MESSAGE,
        "no message with the id '"
            + OneLine.of(id, SHOWN_CHARACTERS)
            + "' is in the archive on these boards (or not any more)");
  }
}
