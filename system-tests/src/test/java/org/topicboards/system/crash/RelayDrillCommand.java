package org.topicboards.system.crash;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code relay-drill}. Ends with 0 only when nothing was lost, altered, reordered. */
@Command(
    name = "relay-drill",
    description = {
      "Relays between an AMQP broker and Kafka in both directions at once while the board service"
          + " and each broker are killed and started again. Then compares what was posted with what"
          + " arrived, and with what the service's own verification says.",
    })
public final class RelayDrillCommand extends DrillCommand {

  @Option(names = "--amqp", description = "rabbitmq (a private node) or embedded.")
  private Deployment.Kind kind = Deployment.Kind.RABBITMQ;

  @Option(
      names = "--messages",
      description = "How many to post in each direction (default: ${DEFAULT-VALUE}).")
  private int messages = 200_000;

  /** Runs the drill and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The drill, ready to be executed. */
  static CommandLine commandLine() {
    return commandLine(new RelayDrillCommand());
  }

  @Override
  String title() {
    return "relay drill: %s <-> kafka, %,d messages each way".formatted(kind, messages);
  }

  @Override
  boolean run(Path work) throws InterruptedException {
    RelayedBroker amqp =
        kind == Deployment.Kind.RABBITMQ
            ? RelayedBroker.rabbitMq()
            : RelayedBroker.embedded(work.resolve("embedded"));
    RelayedBroker kafka = RelayedBroker.kafka(work.resolve("kafka"));
    try (RelayDrill drill =
        new RelayDrill(amqp, kafka, messages, seed(), home(), work, this::tell)) {
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
}
