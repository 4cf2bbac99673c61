package org.topicboards.benchmarks;

import java.nio.file.Path;

/** What runs in a JVM of its own: the name of a piece of work, its load, one figure on stdout. */
enum MeasuredRun {
  PUBLISH_ADAPTER(onQueue(AdapterPublisher::measure)),
  PUBLISH_BARE(onQueue(BarePublisher::measure)),
  CONSUME_ADAPTER(onQueue(AdapterConsumer::measure)),
  CONSUME_BARE(onQueue(BareConsumer::measure)),
  ARCHIVE_STORE((load, server, folder) -> ArchiveRows.measureStore(folder, load)),
  ARCHIVE_BARE((load, server, folder) -> ArchiveRows.measureBare(folder, load)),
  DRAIN_BARE(
      (load, server, folder) -> {
        try (BenchmarkQueue queue = BenchmarkQueue.declareArchive(server)) {
          return BareConsumer.measureDraining(queue, load);
        }
      });

  /** The environment variable with the broker's URI: a command line is for everyone to read. */
  static final String BROKER_VARIABLE = "BENCHMARKS_CHILD_BROKER";

  private final Work work;

  MeasuredRun(Work work) {
    this.work = work;
  }

  /** Runs {@code NAME WARM-UP-MESSAGES MESSAGES BODY-BYTES FOLDER}. */
  public static void main(String[] args) throws Exception {
    MeasuredRun run = valueOf(args[0]);
    Load load =
        new Load(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    String server = System.getenv().getOrDefault(BROKER_VARIABLE, "");
    System.out.println(run.work.measure(load, server, Path.of(args[4])).toLine());
    System.exit(0);
  }

  private static Work onQueue(QueueWork work) {
    return (load, server, folder) -> {
      try (BenchmarkQueue queue = BenchmarkQueue.declare(server)) {
        return work.measure(queue, load);
      }
    };
  }

  /** Does the work of one run; throws if any message failed, since such a run has no figure. */
  @FunctionalInterface
  private interface Work {
    Speed measure(Load load, String server, Path folder) throws Exception;
  }

  @FunctionalInterface
  private interface QueueWork {
    Speed measure(BenchmarkQueue queue, Load load) throws Exception;
  }
}
