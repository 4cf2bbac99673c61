package org.topicboards.benchmarks;

/** What runs in a JVM of its own: the name of a piece of work, its load, one line on stdout. */
enum MeasuredRun {
  PUBLISH_ADAPTER,
  PUBLISH_BARE,
  CONSUME_ADAPTER,
  CONSUME_BARE,
  ARCHIVE_STORE,
  ARCHIVE_BARE,
  REPLAY_STORE,
  REPLAY_BARE,
  DRAIN_BARE,
  MULTICAST_SEND_ADAPTER,
  MULTICAST_SEND_BARE,
  MULTICAST_THROUGH_ADAPTER,
  MULTICAST_THROUGH_BARE;

  /**
   * The environment variable with the broker's URI or the archive's: a command line is for everyone
   * to read.
   */
  static final String SERVER_VARIABLE = "BENCHMARKS_CHILD_SERVER";

  /** Runs {@code NAME WARM-UP-MESSAGES MESSAGES BODY-BYTES}. */
  public static void main(String[] args) throws Exception {
    Load load =
        new Load(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    String server = System.getenv().getOrDefault(SERVER_VARIABLE, "");
    System.out.println(valueOf(args[0]).measure(load, server).toLine());
    System.exit(0);
  }

  /** Does the work; throws if any message failed, since such a run has no figure. */
  private Speed measure(Load load, String server) throws Exception {
    return switch (this) {
      case ARCHIVE_STORE -> ArchiveRows.measureStore(server, load);
      case ARCHIVE_BARE -> ArchiveRows.measureBare(server, load);
      case REPLAY_STORE -> ArchiveRows.measureReplay(server, load);
      case REPLAY_BARE -> ArchiveRows.measureBareReplay(server, load);
      case MULTICAST_SEND_ADAPTER -> AdapterMulticast.measureSending(load);
      case MULTICAST_SEND_BARE -> BareMulticast.measureSending(load);
      case MULTICAST_THROUGH_ADAPTER -> AdapterMulticast.measureThrough(load);
      case MULTICAST_THROUGH_BARE -> BareMulticast.measureThrough(load);
      default -> {
        try (BenchmarkQueue queue =
            this == DRAIN_BARE
                ? BenchmarkQueue.declareArchive(server)
                : BenchmarkQueue.declare(server)) {
          yield measure(load, queue);
        }
      }
    };
  }

  private Speed measure(Load load, BenchmarkQueue queue) throws Exception {
    return switch (this) {
      case PUBLISH_ADAPTER -> AdapterPublisher.measure(queue, load);
      case PUBLISH_BARE -> BarePublisher.measure(queue, load);
      case CONSUME_ADAPTER -> AdapterConsumer.measure(queue, load);
      case CONSUME_BARE -> BareConsumer.measure(queue, load);
      case DRAIN_BARE -> BareConsumer.measureDraining(queue, load);
      default -> throw new IllegalStateException(this + " has no queue");
    };
  }
}
