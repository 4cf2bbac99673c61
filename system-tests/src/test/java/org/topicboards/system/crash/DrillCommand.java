package org.topicboards.system.crash;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of all drills share. They end with 0 only when the drill passed. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class DrillCommand implements Callable<Integer> {

  private static final int PASSED = 0;
  private static final int FAILED = 1;

  @Option(names = "--seed", description = "Repeats the messages and the plan of an earlier run.")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = "--bin",
      paramLabel = "DIR",
      description = "The launchers to run (default: the classes on the class path).")
  private @Nullable Path bin;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Keep all data and output here (default: a temporary folder, kept on FAIL).")
  private @Nullable Path folder;

  @Spec private @Nullable CommandSpec spec;

  /** A drill's command, ready to be executed. */
  static CommandLine commandLine(DrillCommand command) {
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** What is done, on one line. */
  abstract String title();

  /**
   * Does it and says how it went.
   *
   * @param work an empty folder for everything that is written
   * @return whether it passed
   * @throws DrillException if it could not be done
   */
  abstract boolean run(Path work) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    Path work = folder != null ? folder : Files.createTempDirectory("boards-drill-");
    tell("%s, seed %d".formatted(title(), seed));
    boolean passed = false;
    try {
      passed = run(Files.createDirectories(work));
    } catch (DrillException e) {
      tell(String.valueOf(e.getMessage()));
    }
    if (!passed) {
      tell("data and output of all processes: " + work);
    } else if (folder == null) {
      delete(work);
    }
    tell(passed ? "PASS" : "FAIL");
    return passed ? PASSED : FAILED;
  }

  long seed() {
    return seed;
  }

  /** Where the programs come from. */
  Program.Home home() {
    return bin == null ? Program.Home.classPath() : Program.Home.launchersIn(bin);
  }

  /** Prints a line. */
  void tell(String line) {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
