package org.topicboards.system.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code shared-archive-drill}. Ends with 0 only when the archive has what was sent,
 * once, in one order for everybody.
 */
@Command(
    name = "shared-archive-drill",
    description = {
      "Two board services share an archive in PostgreSQL. While messages are posted, the one that"
          + " archives the most is killed with SIGKILL and started again, and then the other one."
          + " Meanwhile readers follow the archive. Then compares what was sent with what is"
          + " archived, and the order in which each reader has seen it.",
    })
public final class SharedArchiveDrillCommand extends DrillCommand {

  @Option(names = "--broker", description = "rabbitmq (a private node), embedded, or kafka.")
  private RelayedBroker.Kind kind = RelayedBroker.Kind.RABBITMQ;

  @Option(names = "--messages", description = "How many to post (default: ${DEFAULT-VALUE}).")
  private int messages = 200_000;

  @Option(names = "--kills", description = "How many times to kill (default: ${DEFAULT-VALUE}).")
  private int kills = 4;

  @Option(
      names = "--postgres",
      paramLabel = "JDBC-URL",
      description =
          "The database, in which a schema is made and dropped (default: ${DEFAULT-VALUE}).")
  private String postgres = PostgresSchema.LOCAL;

  /** Runs the drill and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The drill, ready to be executed. */
  static CommandLine commandLine() {
    return commandLine(new SharedArchiveDrillCommand());
  }

  @Override
  String title() {
    return "shared archive drill: broker %s, %,d messages, %d kills"
        .formatted(kind, messages, kills);
  }

  @Override
  boolean run(Path work) throws IOException, InterruptedException {
    Workload workload = new Workload(messages, seed());
    try (PostgresSchema schema = PostgresSchema.create(postgres);
        RelayedBroker broker = kind.start(work);
        SharedArchiveDrill drill =
            new SharedArchiveDrill(workload, broker, schema.url(), home(), work, this::tell)) {
      drill.run(kills);
      Ledger.Totals archived = drill.archived();
      List<ArchiveReader.Seen> readers = drill.seen();
      print(archived, readers);
      return archived.isFaithful()
          && archived.again() == 0
          && readers.stream().allMatch(seen -> seen.isWhole(messages))
          && readers.stream().map(ArchiveReader.Seen::order).distinct().count() == 1;
    }
  }

  private void print(Ledger.Totals archived, List<ArchiveReader.Seen> readers) {
    tell("");
    tell(
        "sent %,d, archived %,d: missing %,d, out of order %,d, altered %,d, twice %,d"
            .formatted(
                messages,
                archived.entries(),
                archived.missing(),
                archived.outOfOrder(),
                archived.altered(),
                archived.again()));
    for (ArchiveReader.Seen seen : readers) {
      tell(
          "%-24s saw %,d in %,d looks, sequences out of turn %,d, order %s"
              .formatted(
                  seen.reader(), seen.messages(), seen.looks(), seen.outOfTurn(), seen.order()));
    }
  }
}
