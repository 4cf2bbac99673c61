package org.topicboards.benchmarks;

import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/** The archive's store beside a bare JDBC batch insert. */
final class ArchiveComparison {

  private static final int BODY_BYTES = 100;

  private ArchiveComparison() {}

  static Comparison of(Settings settings) {
    Load load = Load.of(settings.messages(), BODY_BYTES);
    return new Comparison(
        "archive to SQLite, WAL, synchronous=FULL, "
            + ArchiveRows.BATCH_ROWS
            + " rows a transaction: "
            + load,
        "messages/s",
        "0.8 or more",
        side("message store", MeasuredRun.ARCHIVE_STORE, load),
        side("bare JDBC", MeasuredRun.ARCHIVE_BARE, load));
  }

  private static Side side(String name, MeasuredRun run, Load load) {
    return new Side(name, () -> Figure.of(ChildJvm.measure(run, load, "")));
  }
}
