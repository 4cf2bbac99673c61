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

/**
 * The command {@code crash-drill}. Ends with 0 only when nothing was lost, altered or reordered.
 */
@Command(
    name = "crash-drill",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Posts messages with real publishers while the board service, the broker and the subscribers"
          + " are killed with SIGKILL and started again, each time with unconfirmed and"
          + " unacknowledged messages in flight. Then compares what was sent with what the archive"
          + " and each of two durable subscribers have.",
    })
public final class CrashDrill implements Callable<Integer> {

  private static final int PASSED = 0;
  private static final int FAILED = 1;

  @Option(names = "--broker", description = "rabbitmq (a private node) or embedded.")
  private Deployment.Kind kind = Deployment.Kind.EMBEDDED;

  @Option(names = "--messages", description = "How many to post (default: ${DEFAULT-VALUE}).")
  private int messages = 100_000;

  @Option(names = "--kills", description = "How many times to kill (default: ${DEFAULT-VALUE}).")
  private int kills = 10;

  @Option(names = "--seed", description = "Repeats the messages and the plan of an earlier run.")
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
    return new CommandLine(new CrashDrill()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = folder != null ? folder : Files.createTempDirectory("boards-crash-drill-");
    tell(
        "crash drill: broker %s, %,d messages, %d kills, seed %d"
            .formatted(kind, messages, kills, seed));
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
    Workload workload = new Workload(messages, seed);
    try (Drill drill = new Drill(workload, kind, home, work, this::tell)) {
      drill.run(kills, new Random(seed));
      List<Drill.Row> result = drill.result();
      print(result);
      return result.stream().allMatch(Drill.Row::isGood);
    }
  }

  private void print(List<Drill.Row> result) {
    tell("");
    tell(
        "%-10s %10s %10s %10s %13s %10s %13s"
            .formatted("", "entries", "distinct", "missing", "out of order", "altered", "again"));
    tell("%-10s %,10d %,10d".formatted("sent", messages, messages));
    for (Drill.Row row : result) {
      Ledger.Totals totals = row.totals();
      tell(
          "%-10s %,10d %,10d %,10d %,13d %,10d %,13d"
              .formatted(
                  row.receiver(),
                  totals.entries(),
                  totals.distinct(),
                  totals.missing(),
                  totals.outOfOrder(),
                  totals.altered(),
                  totals.again()));
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
