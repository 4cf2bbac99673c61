package org.topicboards.service;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.BoardInfo;
import org.topicboards.service.store.HistoryPage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.HistoryRequest;
import org.topicboards.service.store.MessageStore;

/** Writes what an archive holds now, page by page. Not thread-safe. */
final class ArchiveExport {

  private static final int PAGE_MESSAGES = 1_000;
  private static final long PAGE_BYTES = 8 << 20;

  private final ArchiveLines lines = new ArchiveLines();
  private final MessageStore store;
  private final List<BoardPattern> patterns;
  private final long total;
  private long written;

  /** The boards that match one of {@code patterns}; with none, all there are. */
  ArchiveExport(MessageStore store, List<BoardPattern> patterns) {
    this.store = store;
    List<BoardInfo> boards = store.boards().list();
    this.patterns = patterns.isEmpty() ? everything(boards) : patterns;
    this.total =
        boards.stream()
            .filter(board -> this.patterns.stream().anyMatch(p -> p.matches(board.name())))
            .mapToLong(BoardInfo::messages)
            .sum();
  }

  /** How many messages there are to write, as far as is known. */
  long total() {
    return total;
  }

  /** How many have been written. */
  long written() {
    return written;
  }

  /** Writes all of them. Does not flush. */
  void writeTo(OutputStream out, Progress progress) throws IOException {
    HistoryRange rest =
        store
            .history()
            .range(
                new HistoryRequest(
                    patterns, new HistoryRequest.Start.All(), new HistoryRequest.End.Now()))
            .orElseThrow();
    while (!rest.isEmpty()) {
      HistoryPage page = store.history().page(rest, PAGE_MESSAGES, PAGE_BYTES);
      for (ArchivedMessage message : page.messages()) {
        lines.write(message, out);
        written++;
      }
      progress.at(written, written);
      rest = page.rest();
    }
  }

  /** No wildcard means system boards, so that each of their first words is named. */
  private static List<BoardPattern> everything(List<BoardInfo> boards) {
    List<BoardPattern> patterns = new ArrayList<>();
    patterns.add(BoardPattern.ALL);
    boards.stream()
        .map(BoardInfo::name)
        .map(BoardName::value)
        .filter(name -> name.startsWith("_"))
        .map(name -> name.split("\\.", 2)[0] + ".#")
        .distinct()
        .map(BoardPattern::of)
        .forEach(patterns::add);
    return patterns;
  }
}
