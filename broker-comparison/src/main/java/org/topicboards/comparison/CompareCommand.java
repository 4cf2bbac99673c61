package org.topicboards.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerException;
import org.topicboards.command.CommandException;
import org.topicboards.command.CommandLogging;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.ExitCode;
import org.topicboards.command.NamedFile;
import org.topicboards.command.Shell;
import org.topicboards.command.Version;
import org.topicboards.comparison.machine.Environment;
import org.topicboards.comparison.report.Report;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.ResultsFile;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.scenario.Plan;
import org.topicboards.comparison.transport.Candidate;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.comparison.transport.EmbeddedBrokers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code compare}. */
@Command(
    name = "compare",
    sortOptions = false,
    header = "Puts one workload on several brokers and reports what they did.",
    customSynopsis = {
      "compare --embedded [OPTIONS]",
      "       compare --broker [NAME=]URI --broker [NAME=]URI [OPTIONS]",
      "       compare --from results.json [--from results.json] [OPTIONS]",
    },
    description = {
      "%nWrites report/index.html, results.json, results.csv and histograms. Publishers and"
          + " subscribers run in this process; names on the brokers are its own and are removed."
          + " Ctrl-C ends it and keeps what was measured.%n",
      "Examples:",
      "  compare --embedded --profile quick",
      "  compare --broker amqp://localhost --broker kafka://localhost \\",
      "      --scenario latency,offline",
      "  compare --broker a=amqp://one --broker b='amqp://two?queue-type=quorum'",
      "  compare --from before/results.json --from after/results.json --report change",
    })
public final class CompareCommand implements Callable<Integer> {

  private static final String NAME = "compare";
  private static final long STOP_TIMEOUT_SECONDS = 60;

  private final Shell shell;
  private final ResultsFile file = new ResultsFile();

  @Mixin private final BrokerChoice brokerChoice = new BrokerChoice();

  @Mixin private final WorkloadOptions workloadOptions = new WorkloadOptions();

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Measure nothing: report on these results once more. Two of them are compared.")
  private List<Path> from = List.of();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where the embedded brokers keep their messages (default: a temporary folder).")
  private @Nullable Path work;

  @Option(
      names = "--progress",
      paramLabel = "FORM",
      description = "bar or lines (default: a bar on a terminal).")
  private @Nullable String progress;

  /** The command, started from {@code shell}. */
  public CompareCommand(Shell shell) {
    this.shell = shell;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell = Shell.ofProcess();
    CommandLogging.configure(shell, args);
    CommandRunner.runAndExit(new CompareCommand(shell), shell, args);
  }

  @Override
  public Integer call() throws IOException {
    Display display = display();
    if (!from.isEmpty()) {
      return reportOnEarlier();
    }
    Plan plan = workloadOptions.plan();
    Path workFolder = work == null ? Path.of(System.getProperty("java.io.tmpdir")) : work;
    if (!brokerChoice.isEmbedded()) {
      List<Candidate> candidates = brokerChoice.candidates(List.of());
      reportOptions.prepareFolder();
      return compare(candidates, plan, display);
    }
    reportOptions.prepareFolder();
    DiskSpace.require(workFolder, plan);
    say("starting the embedded brokers");
    try (EmbeddedBrokers embedded = EmbeddedBrokers.start(workFolder)) {
      return compare(brokerChoice.candidates(embedded.candidates()), plan, display);
    }
  }

  private int reportOnEarlier() throws IOException {
    if (from.size() > 2) {
      throw new IllegalArgumentException("--from takes one file, or two to compare");
    }
    List<Results> earlier = new ArrayList<>();
    for (Path path : from) {
      NamedFile.refuseFolder(path);
      earlier.add(file.read(path));
    }
    reportOptions.prepareFolder();
    Report report = reportOptions.report();
    if (earlier.size() == 1) {
      report.write(earlier.get(0));
    } else {
      report.writeChange(earlier.get(0), earlier.get(1));
    }
    tell(report);
    return ExitCode.DONE;
  }

  private int compare(List<Candidate> candidates, Plan plan, Display display) throws IOException {
    Instant started = Instant.now();
    List<BrokerEntry> unreachable = new ArrayList<>();
    List<Contender> contenders = contenders(candidates, plan, unreachable);
    if (contenders.isEmpty()) {
      throw new CommandException(
          ExitCode.BROKER_UNREACHABLE, "no broker could be reached: nothing was measured");
    }
    Comparison comparison = new Comparison(contenders, plan, display);
    CountDownLatch written = new CountDownLatch(1);
    shell.onStop(() -> stop(comparison, written));
    try {
      List<Run> runs = comparison.run();
      List<BrokerEntry> entries = new ArrayList<>();
      contenders.forEach(contender -> entries.add(contender.entry()));
      entries.addAll(unreachable);
      Results results =
          new Results(
              Results.SCHEMA,
              Version.text(),
              started.truncatedTo(ChronoUnit.SECONDS).toString(),
              Duration.between(started, Instant.now()).toSeconds(),
              !comparison.isStopped(),
              workloadOptions.profileName(),
              Environment.describe(),
              entries,
              runs);
      Report report = reportOptions.report();
      report.write(results);
      tell(report);
      return exitCode(results);
    } finally {
      written.countDown();
    }
  }

  private List<Contender> contenders(
      List<Candidate> candidates, Plan plan, List<BrokerEntry> unreachable) {
    List<Contender> contenders = new ArrayList<>();
    for (Candidate candidate : candidates) {
      try {
        Contender contender = Contender.ask(candidate);
        contenders.add(contender);
        Contender bare = plan.isAdapterOffMeasured() ? contender.withoutAdapter() : null;
        if (bare != null) {
          contenders.add(bare);
        }
      } catch (BadConfigurationException e) {
        throw e;
      } catch (BrokerException e) {
        say(candidate.name() + " is left out: " + e.getMessage());
        unreachable.add(Contender.unreachable(candidate, String.valueOf(e.getMessage())));
      }
    }
    return contenders;
  }

  private static int exitCode(Results results) {
    boolean hasFailed =
        results.brokers().stream().anyMatch(broker -> broker.fault() != null)
            || results.runs().stream().anyMatch(run -> run.verdict().isFailure());
    return hasFailed || !results.isComplete() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static void stop(Comparison comparison, CountDownLatch written) {
    comparison.stop();
    try {
      boolean unused = written.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Display display() {
    if (progress == null || progress.equals("lines")) {
      return new LineDisplay(shell.err());
    }
    if (progress.equals("bar")) {
      return new BarDisplay(shell.err());
    }
    throw new IllegalArgumentException("--progress must be bar or lines, not " + progress);
  }

  private void tell(Report report) {
    report.summary().forEach(sentence -> shell.err().println(sentence));
    say("the report is " + report.page().toAbsolutePath().normalize());
  }

  private void say(String text) {
    shell.err().println(NAME + ": " + text);
  }
}
