package org.topicboards.system.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code crowd-drill}. Ends with 0 only when everybody got everything. */
@Command(
    name = "crowd-drill",
    description = {
      "Many clients ask a board service for everything at once, while messages are posted and"
          + " archived. Shows how long each client took, how fast archiving"
          + " went before and meanwhile, and the service's heap.",
    })
public final class CrowdDrillCommand extends DrillCommand {

  @Option(names = "--broker", description = "rabbitmq (a private node), embedded, or kafka.")
  private RelayedBroker.Kind kind = RelayedBroker.Kind.RABBITMQ;

  @Option(names = "--clients", description = "How many ask (default: ${DEFAULT-VALUE}).")
  private int clients = 1_000;

  @Option(
      names = "--messages",
      description = "How many messages each of them gets (default: ${DEFAULT-VALUE}).")
  private int messages = 5_000;

  @Option(
      names = "--rate",
      description =
          "Messages posted a second meanwhile (default: ${DEFAULT-VALUE}); 0 for as many as the"
              + " broker confirms, which takes all of a machine before the crowd comes.")
  private int liveRate = 10_000;

  @Option(
      names = "--least",
      paramLabel = "RATIO",
      description =
          "What the rate of archiving must be at least, of that without the crowd (default:"
              + " ${DEFAULT-VALUE}).")
  private double leastRatio = 0.8;

  /** Runs the drill and ends the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The drill, ready to be executed. */
  static CommandLine commandLine() {
    return commandLine(new CrowdDrillCommand());
  }

  @Override
  String title() {
    return "crowd drill: broker %s, %,d clients, %,d messages each"
        .formatted(kind, clients, messages);
  }

  @Override
  boolean run(Path work) throws IOException, InterruptedException {
    try (RelayedBroker broker = kind.start(work);
        CrowdDrill drill =
            new CrowdDrill(messages, liveRate, seed(), broker, home(), work, this::tell)) {
      CrowdDrill.Result result = drill.run(clients);
      print(result);
      return result.seconds().size() == clients && result.archivingRatio() >= leastRatio;
    }
  }

  private void print(CrowdDrill.Result result) {
    tell("");
    List<Double> seconds = result.seconds();
    tell("%,d of %,d clients got everything".formatted(seconds.size(), clients));
    if (!seconds.isEmpty()) {
      tell(
          "the first after %.1f s, half of them after %.1f s, the last after %.1f s"
              .formatted(
                  seconds.get(0),
                  seconds.get(seconds.size() / 2),
                  seconds.get(seconds.size() - 1)));
    }
    tell(
        "archived %,.0f messages/s before, %,.0f meanwhile: %.2f (wanted: %.2f or more)"
            .formatted(
                result.archivedBefore(),
                result.archivedMeanwhile(),
                result.archivingRatio(),
                leastRatio));
    tell("service's heap at most %,d MB in use".formatted(result.heapMegabytes()));
    result.faults().stream().limit(5).forEach(this::tell);
  }
}
