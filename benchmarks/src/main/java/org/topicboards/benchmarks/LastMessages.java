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

/**
 * How long it takes to ask for the last ten of a board, how fast messages are archived, and what
 * heap that takes, by how much is archived.
 */
final class LastMessages {

  private static final int[] ARCHIVED = {1_000, 100_000, 1_000_000};
  private static final int BODY_BYTES = 100;
  private static final int WANTED = 10;
  private static final int WARM_UP = 5_000;
  private static final int QUESTIONS = 1_000;

  /** The rate is that of so many messages before the questions, where there are as many. */
  private static final int MEASURED_ROWS = 500_000;

  private final MessageStore store;
  private final HeapWatch heap;
  private final PrintWriter out;

  private LastMessages(MessageStore store, HeapWatch heap, PrintWriter out) {
    this.store = store;
    this.heap = heap;
    this.out = out;
  }

  /** Fills an archive on each database and asks, at each number of messages. */
  static void measure(Settings settings, PrintWriter out) throws Exception {
    HeapWatch heap = HeapWatch.start();
    for (ArchiveDatabase database : ArchiveDatabase.all(settings.postgres())) {
      out.printf("%nthe last %d of a board on %s%n", WANTED, database.name());
      out.printf(
          "%12s %10s %10s %16s %10s%n",
          "archived", "p50 us", "p99 us", "archive rate/s", "heap MB");
      database.withArchive(
          jdbcUrl -> {
            try (MessageStore store = MessageStores.open(jdbcUrl)) {
              new LastMessages(store, heap, out).measure(settings.rows());
            }
            return database;
          });
    }
  }

  private void measure(int rows) {
    int[] numbers =
        IntStream.concat(Arrays.stream(ARCHIVED), IntStream.of(rows))
            .filter(number -> number <= rows)
            .sorted()
            .distinct()
            .toArray();
    int archived = 0;
    for (int number : numbers) {
      double rate = archive(number - archived);
      archived = number;
      long[] nanos = ask();
      out.printf(
          "%,12d %,10d %,10d %,16.0f %,10d%n",
          number,
          TimeUnit.NANOSECONDS.toMicros(nanos[QUESTIONS / 2]),
          TimeUnit.NANOSECONDS.toMicros(nanos[QUESTIONS * 99 / 100]),
          rate,
          heap.largestMegabytes());
      out.flush();
    }
  }

  /** Archives so many more; returns the rate of the last of them. */
  private double archive(int count) {
    int measured = Math.min(count, MEASURED_ROWS);
    ArchiveRows.fill(store, count - measured, BODY_BYTES);
    long startNanos = System.nanoTime();
    ArchiveRows.fill(store, measured, BODY_BYTES);
    return measured / ((System.nanoTime() - startNanos) / 1e9);
  }

  /** The time that each question took, the shortest first. */
  private long[] ask() {
    IntStream.range(0, WARM_UP).forEach(i -> askOnce());
    return IntStream.range(0, QUESTIONS).mapToLong(i -> askOnce()).sorted().toArray();
  }

  private long askOnce() {
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
