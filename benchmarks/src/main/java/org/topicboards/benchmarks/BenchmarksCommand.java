package org.topicboards.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.broker.embedded.EmbeddedBrokerProcess;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaProcess;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code benchmarks/run}: prints ratios from alternating runs. */
@Command(
    name = "benchmarks/run",
    sortOptions = false,
    description = "Measures what the parts of Topic Boards cost, beside bare counterparts.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run",
      "  benchmarks/run publish consume --pairs 20",
      "  benchmarks/run publish --broker amqp://guest:guest@localhost",
      "  benchmarks/run publish consume --broker kafka://localhost:9092",
    })
public final class BenchmarksCommand implements Callable<Integer> {

  private static final int MESSAGES = 100_000;
  private static final String BODY_BYTES = "100,10240";
  private static final int DRAIN_MESSAGES = 1_000_000;
  private static final int ROWS = 100_000;
  private static final String DISTRIBUTION = "target/topic-boards";

  /** A million waiting messages take about 330 MB of it. */
  private static final String BROKER_HEAP = "-Xmx1g";

  private static final String LOCAL_RABBITMQ = "amqp://guest:guest@127.0.0.1:5672";
  private static final int RABBITMQ_PORT = 5672;
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private final PrintWriter out;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      converter = Scenario.Converter.class,
      description =
          "archive, replay, last, serve, publish, consume, start, drain, relay, multicast,"
              + " row-publish, row-through (default: all of them).")
  private List<Scenario> scenarios = List.of();

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description =
          "The broker to measure with, amqp://user:password@host or kafka://host:port without"
              + " parameters (default: the embedded one, then the RabbitMQ of this machine if"
              + " there is one, then the embedded Kafka).")
  private @Nullable String broker;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "How many pairs of runs (default: 10; start 15, drain 3).")
  private @Nullable Integer pairs;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "How many messages a run measures, a fifth of it with bodies over 1 KiB, ten times"
              + " as many of publish and consume on Kafka (default: "
              + MESSAGES
              + ").")
  private int messages = MESSAGES;

  @Option(
      names = "--body",
      split = ",",
      paramLabel = "BYTES",
      description =
          "The sizes of the bodies to publish and consume, with commas between (default: "
              + BODY_BYTES
              + ").",
      defaultValue = BODY_BYTES)
  private List<Integer> bodyBytes = List.of();

  @Option(
      names = "--drain-messages",
      paramLabel = "N",
      description = "How many messages wait to be drained (default: " + DRAIN_MESSAGES + ").")
  private int drainMessages = DRAIN_MESSAGES;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "How many messages are archived at most for 'last' (default: " + ROWS + ").")
  private int rows = ROWS;

  @Option(
      names = "--postgres",
      paramLabel = "JDBC-URL",
      description =
          "The PostgreSQL to measure with, with a parameter such as ?user=NAME; a schema is made"
              + " and dropped; or none, for SQLite alone (default: the one of this machine, database"
              + " test, if there is one).")
  private @Nullable String postgres;

  @Option(
      names = "--distribution",
      paramLabel = "DIR",
      description = "The folder with the built commands (default: " + DISTRIBUTION + ").")
  private Path distribution = Path.of(DISTRIBUTION);

  BenchmarksCommand(Shell shell) {
    this.out = new PrintWriter(shell.out(), true, StandardCharsets.UTF_8);
  }

  /** Runs the command and ends the process. */
  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    CommandRunner.runAndExit(new BenchmarksCommand(shell), shell, args);
  }

  @Override
  public Integer call() throws Exception {
    check();
    Machine.describe().forEach(out::println);
    if (broker != null) {
      measureWith(broker, true);
      return ExitCode.DONE;
    }
    try (ScratchFolder folder = ScratchFolder.create();
        EmbeddedBrokerProcess embedded =
            EmbeddedBrokerProcess.start(
                EmbeddedBrokerOptions.of(folder.path().resolve("broker")), List.of(BROKER_HEAP))) {
      measureWith(embedded.uri(), true);
    }
    if (hasLocalRabbitMq()) {
      measureWith(LOCAL_RABBITMQ, false);
    }
    if (chosen().stream().anyMatch(Scenario::isForKafka)) {
      measureWithEmbeddedKafka();
    }
    return ExitCode.DONE;
  }

  private void check() {
    if (messages < 1 || drainMessages < 1 || (pairs != null && pairs < 1)) {
      throw new IllegalArgumentException("--pairs, --messages, --drain-messages are 1 or more");
    }
    if (bodyBytes.stream().anyMatch(bytes -> bytes < 1)) {
      throw new IllegalArgumentException("--body is sizes of 1 or more bytes");
    }
    if (rows < 1) {
      throw new IllegalArgumentException("--rows is 1 or more");
    }
    if (postgres != null && !postgres.equals(ArchiveDatabase.NONE) && !postgres.contains("?")) {
      throw new IllegalArgumentException("--postgres needs a parameter, such as ?user=NAME");
    }
    if (broker != null && broker.contains("?")) {
      throw new IllegalArgumentException("--broker takes no parameters here: leave out the '?'");
    }
    for (Scenario scenario : scenarios) {
      if (broker != null && TestedBroker.isKafka(broker) && !scenario.isForKafka()) {
        throw new IllegalArgumentException(scenario + " is measured with AMQP brokers only");
      }
    }
  }

  private List<Scenario> chosen() {
    return scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios;
  }

  private void measureWithEmbeddedKafka() throws Exception {
    try (ScratchFolder folder = ScratchFolder.create();
        EmbeddedKafkaProcess kafka =
            EmbeddedKafkaProcess.start(
                EmbeddedKafkaOptions.of(folder.path().resolve("kafka")), List.of(BROKER_HEAP))) {
      measureWith("kafka://" + kafka.bootstrapServers(), false);
    }
  }

  private void measureWith(String server, boolean isFirst) throws Exception {
    String name = TestedBroker.isKafka(server) ? "Kafka" : BareConnection.product(server);
    TestedBroker tested = new TestedBroker(name, server);
    Settings settings =
        new Settings(messages, bodyBytes, drainMessages, rows, postgres, distribution);
    PairedRuns runs = new PairedRuns(out);
    for (Scenario scenario : chosen()) {
      if (isFirst && scenario == Scenario.LAST) {
        LastMessages.measure(settings, out);
      }
      if ((isFirst || scenario.dependsOnBroker()) && scenario.isFor(tested)) {
        for (Comparison comparison : scenario.comparisons(tested, settings)) {
          runs.run(comparison, pairs != null ? pairs : scenario.defaultPairs());
        }
      }
    }
  }

  private static boolean hasLocalRabbitMq() {
    try (Socket socket = new Socket()) {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.connect(new InetSocketAddress(loopback, RABBITMQ_PORT), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
