package org.topicboards.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts measured runs, each in a JVM of its own with the same options. */
final class ChildJvm {

  private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m");
  private static final long TIMEOUT_MINUTES = 20;

  private ChildJvm() {}

  /** The java command of this JVM, its class path and these options, and what to run. */
  static List<String> command(List<String> options, List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(mainAndArguments);
    return command;
  }

  /**
   * Does one run and waits for it.
   *
   * @param server the URI of the broker, or the JDBC URL of the archive
   * @return what it measured
   * @throws IOException if it failed; with what it said
   */
  static Speed measure(MeasuredRun run, Load load, String server)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = ScratchFolder.create()) {
      Path output = folder.path().resolve("run.out");
      List<String> command =
          command(
              OPTIONS,
              List.of(
                  MeasuredRun.class.getName(),
                  run.name(),
                  Integer.toString(load.warmUpMessages()),
                  Integer.toString(load.messages()),
                  Integer.toString(load.bodyBytes())));
      runToEnd(command, Map.of(MeasuredRun.SERVER_VARIABLE, server), output);
      return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
          .flatMap(line -> Speed.ofLine(line).stream())
          .findFirst()
          .orElseThrow(() -> new IOException(run + " printed no figure"));
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param environment added to this process's own
   * @param output the file for its standard output and error
   * @return its wall time
   * @throws IOException if it failed or took longer than {@value #TIMEOUT_MINUTES} minutes
   */
  static long runToEnd(List<String> command, Map<String, String> environment, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    long startNanos = System.nanoTime();
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      long nanos = System.nanoTime() - startNanos;
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            (ended
                    ? "exit code " + process.exitValue()
                    : "no end after " + TIMEOUT_MINUTES + " min")
                + ": "
                + String.join(" ", command)
                + System.lineSeparator()
                + Files.readString(output, StandardCharsets.UTF_8));
      }
      return nanos;
    } finally {
      process.destroyForcibly();
    }
  }
}
