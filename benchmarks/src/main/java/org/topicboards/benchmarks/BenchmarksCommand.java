package org.topicboards.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    })
public final class BenchmarksCommand implements Callable<Integer> {

  private static final String LOCAL_RABBITMQ = "amqp://guest:guest@127.0.0.1:5672";
  private static final InetSocketAddress LOCAL_RABBITMQ_ADDRESS =
      new InetSocketAddress("127.0.0.1", 5672);
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private final PrintWriter out;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      description = "${COMPLETION-CANDIDATES} (default: all).")
  private List<Scenario> scenarios = List.of();

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description =
          "The broker to measure with, amqp://user:password@host without parameters (default: the"
              + " embedded one, then the RabbitMQ of this machine if there is one).")
  private @Nullable String broker;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "How many pairs of runs (default: ${DEFAULT-VALUE}).")
  private int pairs = 10;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "How many messages of 100 bytes a run measures, a fifth of it at 10 KiB"
              + " (default: ${DEFAULT-VALUE}).")
  private int messages = 100_000;

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
    if (pairs < 1 || messages < 1) {
      throw new IllegalArgumentException("--pairs and --messages must be 1 or more");
    }
    Machine.describe().forEach(out::println);
    if (broker != null) {
      if (broker.contains("?")) {
        throw new IllegalArgumentException("--broker must have no parameters here");
      }
      measureWith(broker);
      return ExitCode.DONE;
    }
    try (EmbeddedBrokerProcess embedded = EmbeddedBrokerProcess.start()) {
      measureWith(embedded.uri());
    }
    if (hasLocalRabbitMq()) {
      measureWith(LOCAL_RABBITMQ);
    }
    return ExitCode.DONE;
  }

  private void measureWith(String server) throws Exception {
    TestedBroker tested = new TestedBroker(BareConnection.product(server), server);
    PairedRuns runs = new PairedRuns(out);
    List<Scenario> wanted = scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios;
    for (Scenario scenario : wanted) {
      for (Comparison comparison : scenario.comparisons(tested, messages)) {
        runs.run(comparison, pairs);
      }
    }
  }

  private static boolean hasLocalRabbitMq() {
    try (Socket socket = new Socket()) {
      socket.connect(LOCAL_RABBITMQ_ADDRESS, CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
