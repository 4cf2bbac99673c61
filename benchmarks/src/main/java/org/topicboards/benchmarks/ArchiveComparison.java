package org.topicboards.benchmarks;

import java.util.List;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/** The archive's store beside bare JDBC, on each database. */
final class ArchiveComparison {

  private static final int BODY_BYTES = 100;

  /** With fewer a fifth of the processor time is the JVM's compiling, of ours more. */
  private static final int ARCHIVE_WARM_UP_MESSAGES = 500_000;

  private ArchiveComparison() {}

  /** Writing: a batch insert. */
  static List<Comparison> archive(Settings settings) {
    Load load = Load.of(settings.messages(), BODY_BYTES).warmedUpBy(ARCHIVE_WARM_UP_MESSAGES);
    return compare(
        settings,
        "archive to %s, " + ArchiveRows.BATCH_ROWS + " rows a transaction: " + load,
        load,
        MeasuredRun.ARCHIVE_STORE,
        MeasuredRun.ARCHIVE_BARE);
  }

  /** Reading: a loop over a SELECT. */
  static List<Comparison> replay(Settings settings) {
    Load load = new Load(1, settings.messages(), BODY_BYTES);
    return compare(
        settings,
        "replay a board from %s: " + load,
        load,
        MeasuredRun.REPLAY_STORE,
        MeasuredRun.REPLAY_BARE);
  }

  private static List<Comparison> compare(
      Settings settings, String title, Load load, MeasuredRun ours, MeasuredRun bare) {
    return ArchiveDatabase.all(settings.postgres()).stream()
        .map(
            database ->
                new Comparison(
                    title.formatted(database.name()),
                    "messages/s",
                    "0.8 or more",
                    side("message store", database, ours, load),
                    side("bare JDBC", database, bare, load)))
        .toList();
  }

  private static Side side(String name, ArchiveDatabase database, MeasuredRun run, Load load) {
    return new Side(
        name,
        () -> database.withArchive(jdbcUrl -> Figure.of(ChildJvm.measure(run, load, jdbcUrl))));
  }
}
