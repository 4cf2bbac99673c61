package org.topicboards.publisher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.command.BrokerCommand;
import org.topicboards.command.BrokerOption;
import org.topicboards.command.CapabilitiesCommand;
import org.topicboards.command.CommandException;
import org.topicboards.command.CommandLogging;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.ConnectionReport;
import org.topicboards.command.ExitCode;
import org.topicboards.command.FailureText;
import org.topicboards.command.NamedFile;
import org.topicboards.command.Shell;
import org.topicboards.command.Timeout;
import org.topicboards.message.BoardName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code publisher}. */
@Command(
    name = "publisher",
    subcommands = {
      CreateCommand.class,
      UpdateCommand.class,
      DeleteCommand.class,
      CapabilitiesCommand.class
    },
    sortOptions = false,
    header = "Posts messages to a board.",
    customSynopsis = {
      "publisher [--broker URI] --board NAME [OPTIONS] TEXT...",
      "       publisher [--broker URI] --board NAME [OPTIONS] [--file FILE] [--lines]",
      "       publisher [--broker URI] [--board NAME] [OPTIONS] [--file FILE] --json",
      "       publisher create BOARD [--description TEXT] [--retention BOUNDS]",
      "       publisher update BOARD [--description TEXT] [--retention BOUNDS]",
      "       publisher delete BOARD [--yes]",
      "       publisher capabilities [--broker URI] [--json]",
    },
    description = {
      "%nWithout TEXT and --file, standard input is the message. Ends with 0 only when the broker"
          + " has confirmed every message; stops at the first that fails.%n",
      "Examples:",
      "  publisher --board news.local 'Market day is on Friday'",
      "  publisher --board photos --file a.jpg --content-type image/jpeg",
      "  tail -f log | publisher --board logs.web --lines",
      "  subscriber --board 'news.#' --json | publisher --broker amqp://other --json",
      "  publisher create news.local --description 'Local news' --retention age=30d",
      "",
    })
public final class PublisherCommand implements Callable<Integer>, BrokerCommand {

  static final String NAME = "publisher";

  private final Shell shell;

  @Option(
      names = "--board",
      paramLabel = "NAME",
      description = "The board to post to. With --json: instead of each event's own board.")
  private @Nullable String board;

  @Parameters(
      paramLabel = "TEXT",
      description =
          "The message; several are joined by spaces. After -- it may start with a dash"
              + " or be the name of a subcommand.")
  private List<String> text = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Read this file instead of standard input.")
  private @Nullable Path file;

  @Option(
      names = "--lines",
      fallbackValue = "true",
      description = "Post each line as a message: the bytes before each \\n, and after the last.")
  private boolean lines;

  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Post each line as the CloudEvent that it holds, to the board that it names.")
  private boolean json;

  @Mixin private final MessageOptions messageOptions = new MessageOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Post at most N messages a second, evenly.")
  private @Nullable Double rate;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long a message may wait for its confirmation (default: 30s).")
  private @Nullable String timeout;

  @Mixin private final BrokerOption brokerOption;

  /** The command, started from {@code shell}. */
  public PublisherCommand(Shell shell) {
    this.shell = shell;
    this.brokerOption = new BrokerOption(shell);
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    CommandLogging.configure(shell, args);
    CommandRunner.runAndExit(new PublisherCommand(shell), shell, args);
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
    refuseWhatCannotBeCombined();
    Duration given = timeout == null ? null : Timeout.parse(timeout);
    try (Input input = input()) {
      BrokerUri uri = brokerUri();
      GivenTime time = new GivenTime(given);
      ConnectOptions options = time.bound(connectOptions());
      try (Broker broker = time.spendOn(() -> Brokers.connect(uri, options))) {
        PublisherOptions bounded = time.bound(PublisherOptions.DEFAULTS);
        int exitCode = post(input, broker, time.spendOn(() -> broker.publisher(bounded)));
        if (exitCode == ExitCode.DONE && !"off".equals(uri.parameters().get("archive"))) {
          new ArchiveCheck(broker).warning().ifPresent(this::say);
        }
        return exitCode;
      }
    }
  }

  private int post(Input input, Broker broker, Publisher publisher) throws InterruptedException {
    PublishRun run = new PublishRun(publisher, pace());
    shell.onStop(() -> stop(run, broker));
    run.postAll(input);
    run.awaitAnswers();
    if (run.isStopped()) {
      return ExitCode.FAILED; // told by stop, and a signal has its own exit code
    }
    PublishRun.Failure failure = run.firstFailure();
    if (failure != null) {
      throw failed(failure, run);
    }
    if (!run.isConfirmed()) {
      throw new CommandException(ExitCode.TIMED_OUT, "no answer in time (" + run.counts() + ")");
    }
    if (run.unrouted() > 0) {
      say("no subscription took " + run.unrouted() + " of the messages: nobody will see them");
    }
    return ExitCode.DONE;
  }

  private static CommandException failed(PublishRun.Failure failure, PublishRun run) {
    boolean ofALine = failure.line() != Posting.NO_LINE;
    String text =
        (ofALine ? "line " + failure.line() + ": " : "")
            + FailureText.of(failure.cause())
            + (ofALine ? " (" + run.counts() + ")" : "");
    // input that cannot be posted is no wrong use of the command
    boolean ofTheInput = failure.cause() instanceof IllegalArgumentException;
    int exitCode = ofTheInput ? ExitCode.FAILED : ExitCode.of(failure.cause());
    return new CommandException(exitCode, text, failure.cause());
  }

  /** Finishes what is in hand while the input may still be waiting for its next line. */
  private void stop(PublishRun run, Broker broker) {
    run.stop();
    try {
      run.awaitAnswers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say("stopped (" + run.counts() + ")");
    broker.close();
  }

  private void refuseWhatCannotBeCombined() {
    if (lines && json) {
      throw usage("--lines and --json are different ways to read the input: use one");
    }
    if (!text.isEmpty() && (file != null || lines || json)) {
      throw usage("TEXT is the message: leave out --file, --lines and --json, or the text");
    }
    if (json && messageOptions.given() != null) {
      throw usage("with --json each event says what " + messageOptions.given() + " would say");
    }
    if (rate != null && !(rate > 0)) {
      throw usage("--rate must be more than 0 messages a second, not " + rate);
    }
  }

  private Input input() throws IOException {
    BoardName target = board == null ? null : MessageOptions.postable(BoardName.of(board));
    if (json) {
      return new JsonInput(stream(), target);
    }
    if (target == null) {
      throw usage("name the board with --board");
    }
    MessageTemplate template = messageOptions.template(shell.environment());
    if (!text.isEmpty()) {
      return new TextInput(String.join(" ", text), target, template);
    }
    return lines
        ? new LineInput(stream(), target, template)
        : new WholeInput(stream(), target, template);
  }

  private InputStream stream() throws IOException {
    if (file == null) {
      return shell.in();
    }
    NamedFile.refuseFolder(file);
    return Files.newInputStream(file);
  }

  private @Nullable Pace pace() {
    return rate == null ? null : new Pace(rate);
  }

  /** Connects to the broker that the options name. */
  Broker connect() throws IOException {
    return Brokers.connect(brokerUri(), connectOptions());
  }

  private ConnectOptions connectOptions() {
    return ConnectOptions.DEFAULTS.named(NAME).telling(new ConnectionReport(NAME, shell.err()));
  }

  /** Tells something on standard error. */
  void say(String text) {
    shell.err().println(NAME + ": " + text);
  }

  private static CommandException usage(String text) {
    return new CommandException(ExitCode.USAGE, text + " (see publisher --help)");
  }
}
