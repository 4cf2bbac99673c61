package org.topicboards.subscriber;

import java.io.IOException;
import java.time.Duration;
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
import org.topicboards.broker.Subscription;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code subscriber}. */
@Command(
    name = "subscriber",
    subcommands = {RemoveCommand.class, CapabilitiesCommand.class},
    sortOptions = false,
    header = "Shows messages as they are posted.",
    customSynopsis = {
      "subscriber [--broker URI] --board PATTERN [OPTIONS]",
      "       subscriber remove --as NAME [--broker URI]",
      "       subscriber capabilities [--broker URI] [--json]",
    },
    description = {
      "%nIn a PATTERN * stands for one word and # for any number of words. Messages go to standard"
          + " output, everything else to standard error. A message is acknowledged once it was"
          + " written; one that comes again is not shown again, among the last 100,000 of a run.%n",
      "Examples:",
      "  subscriber --board 'news.#'",
      "  subscriber --board 'news.#' --as alice            # what she missed, too",
      "  subscriber --board 'news.#' --as alice --exit-at-end",
      "  subscriber --board news.local --board '*.weather' --format '{time} {board}: {body}'",
      "  subscriber --board photos --count 1 --raw > photo.jpg",
      "  subscriber remove --as alice                      # and what waits for her",
      "",
    })
public final class SubscriberCommand implements Callable<Integer>, BrokerCommand {

  static final String NAME = "subscriber";

  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

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
      description = "End when everything that waited at the start has been shown.")
  private boolean exitAtEnd;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "End after this time, such as 30s: with exit code 5 if --count or --exit-at-end asked for"
              + " more, else with 0.")
  private @Nullable String timeout;

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
    if (count != null && count < 1) {
      throw new IllegalArgumentException("--count must be 1 or more, not " + count);
    }
    List<BoardPattern> boards = patterns.stream().map(BoardPattern::of).toList();
    SubscriptionOptions options =
        name == null
            ? SubscriptionOptions.ephemeral(boards)
            : SubscriptionOptions.durable(durableName(), boards);
    MessagePrinter printer = output.printer();
    Duration duration = timeout == null ? FOR_EVER : Timeout.parse(timeout);

    CountDownLatch left = new CountDownLatch(1);
    try (Broker broker = connect()) {
      long limit = limit(broker, options);
      Inbox inbox = new Inbox(printer, limit, this::note);
      shell.onStop(() -> leave(inbox, left));
      return receive(
          broker,
          options.prefetch(prefetch(limit, options), options.prefetchBytes()),
          inbox,
          duration);
    } finally {
      left.countDown();
    }
  }

  /** How many messages to show at most. */
  private long limit(Broker broker, SubscriptionOptions options) {
    long asked = count == null ? Inbox.UNLIMITED : count;
    return exitAtEnd ? Math.min(asked, new Backlog(broker, options.name()).size()) : asked;
  }

  /** No more than will be shown, as others may share the subscription. */
  private static int prefetch(long limit, SubscriptionOptions options) {
    return (int) Math.max(1, Math.min(limit, options.prefetchMessages()));
  }

  /** Connects to the broker that the options name. */
  Broker connect() throws IOException {
    ConnectOptions options = ConnectOptions.DEFAULTS.named(NAME);
    if (name != null) {
      options = options.named(NAME + " " + name).requiring(Guarantee.DURABLE_SUBSCRIPTION);
    }
    return Brokers.connect(
        brokerUri(), quiet ? options : options.telling(new ConnectionReport(NAME, shell.err())));
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

  /** Tells the user something that is no error. */
  void note(String text) {
    if (!quiet) {
      say(text);
    }
  }

  private void say(String text) {
    shell.err().println(NAME + ": " + text);
  }

  private int receive(Broker broker, SubscriptionOptions options, Inbox inbox, Duration duration)
      throws IOException, InterruptedException {
    try (Subscription subscription = broker.subscribe(options, inbox);
        LossReport report =
            new LossReport(subscription, this::note, stats ? this::say : line -> {})) {
      report.start();
      note("subscribed to " + String.join(", ", patterns) + (name == null ? "" : " as " + name));
      Backlog queue = exitAtEnd ? new Backlog(broker, options.name()) : null;
      Display.End end = new Display(inbox, subscription, shell.out()).show(duration, queue);
      boolean isMissingSome = exitAtEnd || count != null;
      if (end == Display.End.TIMED_OUT && isMissingSome) {
        throw new CommandException(
            ExitCode.TIMED_OUT,
            "after " + timeout + " only " + inbox.accepted() + " messages had come");
      }
      return ExitCode.DONE;
    }
  }

  /** Finishes what is in hand: what was taken is written and acknowledged. */
  private void leave(Inbox inbox, CountDownLatch left) {
    inbox.close();
    try {
      boolean hasLeft = left.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!hasLeft) {
        note("standard output is not read: leaving all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
