package org.topicboards.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.topicboards.command.CommandException;
import org.topicboards.command.ExitCode;
import org.topicboards.comparison.report.Report;
import picocli.CommandLine.Option;

/** The options that say what is reported, and where. */
final class ReportOptions {

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "The folder for the report (default: report).")
  private Path folder = Path.of("report");

  @Option(
      names = "--force",
      fallbackValue = "true",
      description = "Write into that folder even if it is not empty.")
  private boolean force;

  @Option(
      names = "--across-classes",
      fallbackValue = "true",
      description = "Rank brokers together that do not do the same before they confirm.")
  private boolean acrossClasses;

  /** The report that they ask for. */
  Report report() {
    return new Report(folder, acrossClasses);
  }

  /**
   * Makes the folder, before anything is measured for it.
   *
   * @throws IOException if it cannot be made or written to
   * @throws CommandException if it is not empty
   */
  void prepareFolder() throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> content = Files.list(folder)) {
      if (!force && content.findAny().isPresent()) {
        throw new CommandException(
            ExitCode.USAGE,
            "the report folder '"
                + folder
                + "' is not empty: name another with --report, or add --force");
      }
    }
    Path probe = Files.createTempFile(folder, "probe", null);
    Files.delete(probe);
  }
}
