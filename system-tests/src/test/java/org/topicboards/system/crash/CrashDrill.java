package org.topicboards.system.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code crash-drill}. Ends with 0 only when nothing was lost, altered or reordered.
 */
@Command(
    name = "crash-drill",
    description = {
      "Posts messages with real publishers while the board service, the broker and the subscribers"
          + " are killed with SIGKILL and started again, each time with unconfirmed and"
          + " unacknowledged messages in flight. Then compares what was sent with what the archive"
          + " and each of two durable subscribers have.",
    })
public final class CrashDrill extends DrillCommand {

  @Option(names = "--broker", description = "rabbitmq (a private node) or embedded.")
  private Deployment.Kind kind = Deployment.Kind.EMBEDDED;

  @Option(names = "--messages", description = "How many to post (default: ${DEFAULT-VALUE}).")
  private int messages = 100_000;

  @Option(names = "--kills", description = "How many times to kill (default: ${DEFAULT-VALUE}).")
  private int kills = 10;

  /** Runs the drill and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The drill, ready to be executed. */
  static CommandLine commandLine() {
    return commandLine(new CrashDrill());
  }

  @Override
  String title() {
    return "crash drill: broker %s, %,d messages, %d kills".formatted(kind, messages, kills);
  }

  @Override
  boolean run(Path work) throws InterruptedException {
    Workload workload = new Workload(messages, seed());
    try (Drill drill = new Drill(workload, kind, home(), work, this::tell)) {
      drill.run(kills, new Random(seed()));
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
}
