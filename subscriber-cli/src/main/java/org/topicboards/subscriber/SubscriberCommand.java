package org.topicboards.subscriber;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.command.BrokerCommand;
import org.topicboards.command.BrokerOption;
import org.topicboards.command.CapabilitiesCommand;
import org.topicboards.command.CommandException;
import org.topicboards.command.CommandLogging;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.ConnectionReport;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Shell;
import org.topicboards.command.Timeout;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.RepairedSubscription;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.SubscriptionAnnouncer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code subscriber}. */
@Command(
    name = "subscriber",
    subcommands = {
      BoardsCommand.class,
      ListCommand.class,
      RemoveCommand.class,
      CapabilitiesCommand.class
    },
    sortOptions = false,
    header = "Shows messages as they are posted, and those of before.",
    customSynopsis = {
      "subscriber [--broker URI] --board PATTERN [OPTIONS]",
      "       subscriber boards [--json] [--broker URI]",
      "       subscriber list [--json] [--broker URI]",
      "       subscriber remove --as NAME [--timeout DURATION] [--broker URI]",
      "       subscriber capabilities [--broker URI] [--json]",
    },
    description = {
      "%nIn a PATTERN * stands for one word and # for any number of words. Messages go to standard"
          + " output, everything else to standard error. A message is acknowledged once it was"
          + " written; one that comes again is not shown again, among the last 100,000 of a run."
          + " History comes from a board service on the broker, and live messages after it, without"
          + " a gap.%n",
      "Examples:",
      "  subscriber --board 'news.#'",
      "  subscriber --board 'news.#' --as alice            # what she missed, too",
      "  subscriber --board 'news.#' --as alice --exit-at-end",
      "  subscriber --board news.local --board '*.weather'",
      "  subscriber --board 'news.#' --format '{time} {board}: {body}'",
      "  subscriber --board photos --count 1 --raw > photo.jpg",
      "  subscriber --board 'news.#' --last 10             # then live",
      "  subscriber --board 'news.#' --since 2h --until 1h",
      "  subscriber --board news.local --all --exit-at-end --json > news.jsonl",
      "  subscriber --board 'news.#' --last 10 --as alice --no-wait",
      "  subscriber boards",
      "  subscriber list                                   # who subscribes by name",
      "  subscriber remove --as alice                      # and what waits for her",
    })
public final class SubscriberCommand implements Callable<Integer>, BrokerCommand {

  static final String NAME = "subscriber";

  /** How long the broker may take to accept a request. */
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(30);

  /** How long a reader of standard output who has stopped reading may hold up the end. */
  private static final long STOP_SECONDS = 10;

  private final Shell shell;

  @Option(
      names = "--board",
      paramLabel = "PATTERN",
      split = ",",
      description = "The boards to read; may be repeated, or a list with commas. Quote it.")
  private List<String> patterns = List.of();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "A durable subscription: messages wait for NAME while nobody reads as NAME.")
  private @Nullable String name;

  @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
  private @Nullable Long count;

  @Option(
      names = "--exit-at-end",
      fallbackValue = "true",
      description =
          "End when everything that waited at the start has been shown, or all of the history.")
  private boolean exitAtEnd;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "End after this time, such as 30s: with exit code 5 if --count, --exit-at-end or history"
              + " asked for more, else with 0.")
  private @Nullable String timeout;

  @Mixin private final HistoryOptions history = new HistoryOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--quiet",
      fallbackValue = "true",
      description = "Say nothing on standard error but errors.")
  private boolean quiet;

  @Option(
      names = "--stats",
      fallbackValue = "true",
      description =
          "Show at the end what was received and lost, on transports that may lose messages.")
  private boolean stats;

  @Mixin private final BrokerOption brokerOption;

  /** The command, started from {@code shell}. */
  public SubscriberCommand(Shell shell) {
    this.shell = shell;
    this.brokerOption = new BrokerOption(shell);
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    CommandLogging.configure(shell, args);
    CommandRunner.runAndExit(new SubscriberCommand(shell), shell, args);
  }

  @Override
  public Shell shell() {
    return shell;
  }

  @Override
  public BrokerUri brokerUri() throws IOException {
    return brokerOption.uri();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (patterns.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "name the boards with --board (see subscriber --help)");
    }
    List<BoardPattern> boards = patterns.stream().map(BoardPattern::of).toList();
    HistoryQuery query = history.query(boards, Instant.now()).orElse(null);
    if (query != null && history.isWithoutWaiting()) {
      return ask(query);
    }
    SubscriberRun.Plan plan = plan(boards, query, RepairedSubscription.isFor(brokerUri()));
    CountDownLatch left = new CountDownLatch(1);
    try (Broker broker = connect()) {
      SubscriberRun run = new SubscriberRun(broker, plan, notices(), shell.out());
      shell.onStop(() -> leave(run, left));
      return run.show();
    } finally {
      left.countDown();
    }
  }

  private SubscriberRun.Plan plan(
      List<BoardPattern> boards, @Nullable HistoryQuery query, boolean isRepaired) {
    if (count != null && count < 1) {
      throw new IllegalArgumentException("--count must be 1 or more, not " + count);
    }
    boolean endsWithHistory = query != null && (exitAtEnd || history.hasEnd());
    if (endsWithHistory && name != null) {
      throw new IllegalArgumentException(
          "--as is for what is still to come, and this history ends: leave out --as, or "
              + history.endedBy(exitAtEnd));
    }
    return new SubscriberRun.Plan(
        patterns,
        subscription(boards, isRepaired),
        isRepaired && (query == null || name != null),
        query,
        history.pace(),
        output.printer(),
        count == null ? Inbox.Limits.NONE : count,
        exitAtEnd || endsWithHistory,
        timeout == null ? null : Timeout.parse(timeout),
        stats);
  }

  private SubscriptionOptions subscription(List<BoardPattern> boards, boolean isRepaired) {
    if (name == null) {
      return SubscriptionOptions.ephemeral(boards);
    }
    return isRepaired
        ? SubscriptionOptions.durable(durableName(), boards)
        : RequestBoards.asker(durableName(), boards);
  }

  /** Posts the request and leaves; the answer waits for who asked. */
  private int ask(HistoryQuery query) throws IOException, InterruptedException {
    SubscriptionName asker = durableName();
    if (exitAtEnd || count != null) {
      throw new IllegalArgumentException(
          "--no-wait shows nothing: leave out --exit-at-end and --count");
    }
    Duration patience = timeout == null ? ASK_TIMEOUT : Timeout.parse(timeout);
    try (Broker broker = connect();
        SubscriptionAnnouncer announcer = new SubscriptionAnnouncer(broker, NAME);
        RequestClient requests = RequestClient.open(broker, NAME + " " + asker, patience)) {
      requests.post(query, asker, query.boards());
      announcer.attached(asker, query.boards());
    }
    notices().note("asked: the answer waits for " + asker);
    return ExitCode.DONE;
  }

  /**
   * Connects to the broker that the options name. It must keep what waits for a name, unless a
   * board service can in its place; but that does not keep answers.
   */
  Broker connect() throws IOException {
    BrokerUri uri = brokerUri();
    ConnectOptions options = ConnectOptions.DEFAULTS.named(NAME);
    if (name != null) {
      options = options.named(NAME + " " + name);
      if (history.isWithoutWaiting() || !RepairedSubscription.isFor(uri)) {
        options = options.requiring(Guarantee.DURABLE_SUBSCRIPTION);
      }
    }
    try {
      return Brokers.connect(
          uri, quiet ? options : options.telling(new ConnectionReport(NAME, shell.err())));
    } catch (GuaranteeNotMetException e) {
      throw new CommandException(ExitCode.USAGE, inTermsOfOptions(e, uri), e);
    }
  }

  /** Which option cannot be had here, why, and what to do instead. */
  private String inTermsOfOptions(GuaranteeNotMetException failure, BrokerUri uri) {
    if (history.isWithoutWaiting()) {
      return "--no-wait: " + failure.getMessage() + ": leave it out, and stay for the answer";
    }
    boolean isRepairOff = "off".equals(uri.parameters().get("repair"));
    return "--as "
        + name
        + ": "
        + failure.getMessage()
        + ": leave out --as"
        + (isRepairOff ? ", or repair=off (a board service keeps messages then)" : "");
  }

  /**
   * The name given by {@code --as}.
   *
   * @throws CommandException if there is none
   * @throws IllegalArgumentException if it cannot be one, or is reserved
   */
  SubscriptionName durableName() {
    if (name == null) {
      throw new CommandException(ExitCode.USAGE, "name the subscription with --as");
    }
    SubscriptionName durableName = SubscriptionName.of(name);
    if (durableName.isReserved()) {
      throw new IllegalArgumentException(
          "subscription '" + name + "' is reserved for the system (it must not start with '_')");
    }
    return durableName;
  }

  /** What the command tells on standard error. */
  Notices notices() {
    return new Notices(shell.err(), quiet);
  }

  /** Finishes what is in hand: what was taken is written and acknowledged. */
  private void leave(SubscriberRun run, CountDownLatch left) {
    run.close();
    try {
      boolean hasLeft = left.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!hasLeft) {
        notices().note("standard output is not read: leaving all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
