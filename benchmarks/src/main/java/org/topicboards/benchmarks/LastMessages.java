package org.topicboards.benchmarks;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.topicboards.message.BoardPattern;
import org.topicboards.service.store.HistoryPage;
import org.topicboards.service.store.HistoryRange;
import org.topicboards.service.store.HistoryRequest;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** How long it takes to ask for the last ten of a board, by how much is archived. */
final class LastMessages {

  private static final int[] ARCHIVED = {1_000, 100_000};
  private static final int BODY_BYTES = 100;
  private static final int WANTED = 10;
  private static final int WARM_UP = 500;
  private static final int QUESTIONS = 1_000;

  private LastMessages() {}

  /** Fills an archive on each database and asks, at each number of messages. */
  static void measure(Settings settings, PrintWriter out) throws Exception {
    for (ArchiveDatabase database : ArchiveDatabase.all(settings.postgres())) {
      out.printf("%nthe last %d of a board on %s%n", WANTED, database.name());
      out.printf("%12s %12s %12s %14s%n", "archived", "p50 us", "p99 us", "archive rate/s");
      database.withArchive(
          jdbcUrl -> {
            try (MessageStore store = MessageStores.open(jdbcUrl)) {
              measure(store, settings.rows(), out);
            }
            return database;
          });
    }
  }

  private static void measure(MessageStore store, int rows, PrintWriter out) {
    int archived = 0;
    int[] numbers = IntStream.concat(Arrays.stream(ARCHIVED), IntStream.of(rows)).toArray();
    for (int number : IntStream.of(numbers).filter(n -> n <= rows).sorted().distinct().toArray()) {
      long startNanos = System.nanoTime();
      ArchiveRows.fill(store, number - archived, BODY_BYTES);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      double rate = (number - archived) / seconds;
      archived = number;
      long[] nanos = new long[QUESTIONS];
      IntStream.range(0, WARM_UP).forEach(i -> ask(store));
      for (int i = 0; i < QUESTIONS; i++) {
        nanos[i] = ask(store);
      }
      Arrays.sort(nanos);
      out.printf(
          "%,12d %,12d %,12d %,14.0f%n",
          number,
          TimeUnit.NANOSECONDS.toMicros(nanos[QUESTIONS / 2]),
          TimeUnit.NANOSECONDS.toMicros(nanos[QUESTIONS * 99 / 100]),
          rate);
      out.flush();
    }
  }

  private static long ask(MessageStore store) {
    long startNanos = System.nanoTime();
    HistoryRange range =
        store
            .history()
            .range(
                new HistoryRequest(
                    List.of(BoardPattern.of(BenchmarkQueue.BOARD.value())),
                    new HistoryRequest.Start.Last(WANTED),
                    new HistoryRequest.End.Now()))
            .orElseThrow();
    HistoryPage page = store.history().page(range, WANTED, Long.MAX_VALUE);
    long nanos = System.nanoTime() - startNanos;
    if (page.messages().size() != WANTED) {
      throw new IllegalStateException("got " + page.messages().size() + " of " + WANTED);
    }
    return nanos;
  }
}
