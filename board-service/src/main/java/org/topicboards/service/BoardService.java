package org.topicboards.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.embedded.EmbeddedBrokerException;
import org.topicboards.command.CommandException;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.DataOption;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Shell;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.relay.RelayPlan;
import org.topicboards.service.store.MessageStores;
import org.topicboards.service.store.MissingBoards;
import org.topicboards.service.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code board-service}: archives every message until it is told to stop. */
@Command(
    name = "board-service",
    subcommands = {ExportCommand.class, ImportCommand.class},
    sortOptions = false,
    header = "Archives every message of every board.",
    customSynopsis = {
      "board-service [--broker [NAME=]URI] [OPTIONS]",
      "       board-service export [--board PATTERN] [--file FILE]",
      "       board-service import [--file FILE]",
    },
    description = {
      "%nWithout --broker it starts a broker of its own, which publisher and subscriber on this"
          + " machine find by themselves.%n",
      "Examples:",
      "  board-service",
      "  board-service --data /srv/boards --http-port 0 --embedded-port 0",
      "  board-service --broker amqp://guest:guest@localhost",
      "  board-service --broker rabbit=amqp://localhost --broker lab=amqp://lab",
      "  board-service --broker a=amqp://localhost --broker b=kafka://localhost \\",
      "      --relay 'a<->b: news.#'",
      "  board-service --config boards.json",
      "  board-service export --file archive.jsonl",
      "  board-service import --file archive.jsonl --data /srv/boards",
    })
public final class BoardService implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  private final Shell shell;

  @Option(
      names = "--broker",
      paramLabel = "[NAME=]URI",
      split = "\\s+",
      hideParamSyntax = true,
      description =
          "A broker to archive, such as amqp://user:password@host (default: one of its own). May be"
              + " repeated, or a list with spaces. Logs and metrics call it NAME.")
  private List<String> brokers = List.of();

  @Option(
      names = "--relay",
      paramLabel = "RULE",
      split = "\\s*;\\s*",
      hideParamSyntax = true,
      description =
          "Boards to relay between brokers: 'FROM->TO: PATTERN, PATTERN', or with <-> in both"
              + " directions. May be repeated, or a list with semicolons.")
  private List<String> relays = List.of();

  @Option(
      names = "--relay-verify",
      fallbackValue = "true",
      description =
          "Keep books on what is taken from one broker and arrives on the other, and report"
              + " differences.")
  private boolean relayVerify;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON file with more brokers and relays; docs/relay.md shows one.")
  private @Nullable Path config;

  @Mixin private final DataOption data;

  @Option(
      names = "--store",
      paramLabel = "JDBC-URL",
      scope = ScopeType.INHERIT,
      description =
          "The archive: jdbc:sqlite:FILE, or jdbc:postgresql://HOST/DATABASE?user=NAME for several"
              + " services (default: archive.db in the data folder).")
  private @Nullable String store;

  @Option(
      names = "--no-auto-create",
      fallbackValue = "true",
      description =
          "Set aside what is posted to boards that were not created (publisher create), instead of"
              + " archiving it.")
  private boolean noAutoCreate;

  @Option(
      names = "--expire-subscriptions",
      paramLabel = "AGE",
      description =
          "Remove durable subscriptions, and what waits in them, to which nobody was attached for so"
              + " long, such as 30d (default: never). Before, it is warned of that.")
  private @Nullable String subscriptionAge;

  @Option(
      names = "--embedded-port",
      paramLabel = "N",
      description = "The port of its own broker on 127.0.0.1, 0 for any (default: 5673).")
  private int embeddedPort = 5673;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "The port of its HTTP side, 0 for any (default: 8085).")
  private int httpPort = 8085;

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      description =
          "The address that its HTTP side listens on, 0.0.0.0 for all (default: 127.0.0.1). Whoever"
              + " reaches it may read it.")
  private String httpHost = ServiceSettings.LOOPBACK;

  BoardService(Shell shell) {
    this.shell = shell;
    this.data = new DataOption(shell);
  }

  /** Runs the command and ends the process. */
  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    CommandRunner.runAndExit(new BoardService(shell), shell, args);
  }

  /**
   * Runs the service until it is told to stop.
   *
   * @return {@link ExitCode#DONE}
   */
  @Override
  public Integer call() throws Exception {
    try (RunningService service = RunningService.start(settings())) {
      shell.onStop(service::close);
      service.attach();
      service.awaitClosed();
      return ExitCode.DONE;
    } catch (StoreException | EmbeddedBrokerException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** What picocli sets in a subcommand. */
  static BoardService require(@Nullable BoardService parent) {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent command");
    }
    return parent;
  }

  Shell shell() {
    return shell;
  }

  /** The archive that the options name. */
  ArchiveLocation archive() {
    return new ArchiveLocation(data.folder(), store);
  }

  private ServiceSettings settings() throws IOException {
    if (store != null) {
      MessageStores.check(store);
    }
    ConfigFile file = config == null ? ConfigFile.EMPTY : ConfigFile.read(config);
    Map<String, BrokerUri> named = new LinkedHashMap<>();
    file.brokers().forEach(broker -> add(broker, named));
    NamedBroker.parseAll(given("--broker", brokers)).forEach(broker -> add(broker, named));
    List<String> rules = new ArrayList<>(file.relays());
    rules.addAll(given("--relay", relays));
    if (relayVerify && rules.isEmpty()) {
      throw new IllegalArgumentException(
          "--relay-verify goes with relays: name them with --relay, or leave it out");
    }
    return new ServiceSettings(
        data.folder(),
        named.entrySet().stream()
            .map(each -> new NamedBroker(each.getKey(), each.getValue()))
            .toList(),
        RelayPlan.of(named, rules, relayVerify || file.relayVerify()),
        store,
        noAutoCreate ? MissingBoards.SET_ASIDE : MissingBoards.CREATE,
        subscriptionExpiry(),
        port("--embedded-port", embeddedPort),
        httpHost,
        port("--http-port", httpPort));
  }

  /** The values of a list, which may have empty places, but not these alone. */
  private static List<String> given(String option, List<String> values) {
    List<String> given = values.stream().filter(text -> !text.isBlank()).toList();
    if (given.isEmpty() && !values.isEmpty()) {
      throw new IllegalArgumentException(option + " '' is empty: give it a value, or leave it out");
    }
    return given;
  }

  private SubscriptionExpiry subscriptionExpiry() {
    try {
      return subscriptionAge == null
          ? SubscriptionExpiry.NEVER
          : SubscriptionExpiry.parse(subscriptionAge);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--expire-subscriptions: " + e.getMessage(), e);
    }
  }

  private static void add(NamedBroker broker, Map<String, BrokerUri> named) {
    // Finds an unknown scheme before anything is started.
    Set<Guarantee> unused = Brokers.guarantees(broker.uri());
    if (named.putIfAbsent(broker.name(), broker.uri()) != null) {
      throw new IllegalArgumentException(
          "two brokers have the name '"
              + broker.name()
              + "' (give each its own: --broker NAME=URI)");
    }
  }

  private static int port(String option, int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(option + " must be 0 to 65535, not " + port);
    }
    return port;
  }
}
