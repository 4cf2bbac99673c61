package org.topicboards.system.crash;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code relay-drill}. Ends with 0 only when nothing was lost, altered, reordered. */
@Command(
    name = "relay-drill",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Relays between an AMQP broker and Kafka in both directions at once while the board service"
          + " and each broker are killed and started again. Then compares what was posted with what"
          + " arrived, and with what the service's own verification says.",
    })
public final class RelayDrillCommand implements Callable<Integer> {

  private static final int PASSED = 0;
  private static final int FAILED = 1;

  @Option(names = "--amqp", description = "rabbitmq (a private node) or embedded.")
  private Deployment.Kind kind = Deployment.Kind.RABBITMQ;

  @Option(
      names = "--messages",
      description = "How many to post in each direction (default: ${DEFAULT-VALUE}).")
  private int messages = 200_000;

  @Option(names = "--seed", description = "Repeats the messages of an earlier run.")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = "--bin",
      paramLabel = "DIR",
      description = "The launchers to run (default: the classes on the class path).")
  private @Nullable Path bin;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Keep all data and output here (default: a temporary folder, kept on FAIL).")
  private @Nullable Path folder;

  @Spec private @Nullable CommandSpec spec;

  /** Runs the drill and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The drill, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new RelayDrillCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = folder != null ? folder : Files.createTempDirectory("boards-relay-drill-");
    tell(
        "relay drill: %s <-> kafka, %,d messages each way, seed %d"
            .formatted(kind, messages, seed));
    boolean passed = false;
    try {
      passed = run(Files.createDirectories(work));
    } catch (DrillException e) {
      tell(String.valueOf(e.getMessage()));
    }
    if (!passed) {
      tell("data and output of all processes: " + work);
    } else if (folder == null) {
      delete(work);
    }
    tell(passed ? "PASS" : "FAIL");
    return passed ? PASSED : FAILED;
  }

  private boolean run(Path work) throws InterruptedException {
    Program.Home home = bin == null ? Program.Home.classPath() : Program.Home.launchersIn(bin);
    RelayedBroker amqp =
        kind == Deployment.Kind.RABBITMQ
            ? RelayedBroker.rabbitMq()
            : RelayedBroker.embedded(work.resolve("embedded"));
    RelayedBroker kafka = RelayedBroker.kafka(work.resolve("kafka"));
    try (RelayDrill drill = new RelayDrill(amqp, kafka, messages, seed, home, work, this::tell)) {
      drill.run();
      List<RelayDrill.Row> result = drill.result();
      print(result);
      return result.stream().allMatch(RelayDrill.Row::isGood);
    }
  }

  private void print(List<RelayDrill.Row> result) {
    tell("");
    tell(
        "%-12s %9s %9s %8s %8s %13s %7s | %9s %9s %9s %11s %8s"
            .formatted(
                "relay",
                "posted",
                "received",
                "missing",
                "altered",
                "out of order",
                "again",
                "taken",
                "arrived",
                "repeated",
                "differences",
                "digests"));
    for (RelayDrill.Row row : result) {
      Ledger.Totals totals = row.totals();
      RelayDrill.Books books = row.books();
      tell(
          "%-12s %,9d %,9d %,8d %,8d %,13d %,7d | %,9d %,9d %,9d %,11d %8s"
              .formatted(
                  row.relay(),
                  row.posted(),
                  totals.distinct(),
                  totals.missing(),
                  totals.altered(),
                  totals.outOfOrder(),
                  totals.again(),
                  books.taken(),
                  books.arrived(),
                  books.repeated(),
                  books.differences(),
                  books.sameDigests() ? "same" : "differ"));
    }
  }

  private void tell(String line) {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
