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
  SERVE,
  DRAIN_BARE,
  RELAY_SERVICE,
  RELAY_BARE,
  PUBLISH_BARE_KAFKA,
  PUBLISH_KAFKA_TOOL,
  CONSUME_BARE_KAFKA,
  COUNT_BARE_KAFKA,
  CONSUME_KAFKA_TOOL,
  ROW_PUBLISH,
  ROW_PUBLISH_TOOL,
  ROW_THROUGH,
  ROW_THROUGH_TOOL,
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
      case PUBLISH_ADAPTER, CONSUME_ADAPTER, SERVE -> measureBoard(load, server);
      case PUBLISH_BARE, CONSUME_BARE, DRAIN_BARE -> measureAmqp(load, server);
      case RELAY_SERVICE, RELAY_BARE -> measureRelay(load, server);
      case PUBLISH_BARE_KAFKA,
          PUBLISH_KAFKA_TOOL,
          CONSUME_BARE_KAFKA,
          COUNT_BARE_KAFKA,
          CONSUME_KAFKA_TOOL ->
          measureKafka(load, server);
      case ROW_PUBLISH, ROW_PUBLISH_TOOL, ROW_THROUGH, ROW_THROUGH_TOOL -> measureRow(load, server);
      case MULTICAST_SEND_ADAPTER -> AdapterMulticast.measureSending(load);
      case MULTICAST_SEND_BARE -> BareMulticast.measureSending(load);
      case MULTICAST_THROUGH_ADAPTER -> AdapterMulticast.measureThrough(load);
      case MULTICAST_THROUGH_BARE -> BareMulticast.measureThrough(load);
    };
  }

  private Speed measureBoard(Load load, String server) throws Exception {
    try (BenchmarkBoard board = BenchmarkBoard.open(server)) {
      return switch (this) {
        case PUBLISH_ADAPTER -> AdapterPublisher.measure(board, load);
        case CONSUME_ADAPTER -> AdapterConsumer.measure(board, load);
        case SERVE -> ServeComparison.measure(board, load);
        default -> throw new IllegalStateException(this + " has no board");
      };
    }
  }

  private Speed measureAmqp(Load load, String server) throws Exception {
    try (BenchmarkQueue queue =
        this == DRAIN_BARE
            ? BenchmarkQueue.declareArchive(server)
            : BenchmarkQueue.declare(server)) {
      return switch (this) {
        case PUBLISH_BARE -> BarePublisher.measure(queue, load);
        case CONSUME_BARE -> BareConsumer.measure(queue, load);
        case DRAIN_BARE -> BareConsumer.measureDraining(queue, load);
        default -> throw new IllegalStateException(this + " has no queue");
      };
    }
  }

  private Speed measureRelay(Load load, String server) throws Exception {
    try (BenchmarkQueue source = BenchmarkQueue.declareRelay(server, "source", "target");
        BenchmarkQueue target = BenchmarkQueue.declare(server)) {
      return this == RELAY_SERVICE
          ? RelayComparison.measure(source, target, load)
          : BareRelay.measure(source, target, load);
    }
  }

  private Speed measureRow(Load load, String server) throws Exception {
    if (this == ROW_THROUGH) {
      return ComparisonRow.measureThrough(server, load);
    }
    try (RowBoard board = RowBoard.open(server)) {
      return switch (this) {
        case ROW_PUBLISH -> ComparisonRow.measurePublishing(board, load);
        case ROW_PUBLISH_TOOL ->
            TestedBroker.isKafka(server)
                ? KafkaTools.produceAsRow(board, load)
                : RabbitMqTool.publish(board, load);
        case ROW_THROUGH_TOOL -> RabbitMqTool.publishAndConsume(board, load);
        default -> throw new IllegalStateException(this + " is not of the row");
      };
    }
  }

  private Speed measureKafka(Load load, String server) throws Exception {
    try (BenchmarkTopic topic = BenchmarkTopic.create(server)) {
      return switch (this) {
        case PUBLISH_BARE_KAFKA -> BareKafkaPublisher.measure(topic, load);
        case PUBLISH_KAFKA_TOOL -> KafkaTools.produce(topic, load);
        case CONSUME_BARE_KAFKA -> BareKafkaConsumer.measure(topic, load);
        case COUNT_BARE_KAFKA -> BareKafkaConsumer.measureCounting(topic, load);
        case CONSUME_KAFKA_TOOL -> KafkaTools.consume(topic, load);
        default -> throw new IllegalStateException(this + " has no topic");
      };
    }
  }
}
