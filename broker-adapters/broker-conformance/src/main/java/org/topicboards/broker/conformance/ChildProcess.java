package org.topicboards.broker.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A broker, or a part of one, as a child of this JVM. Its standard input is a pipe from here, which
 * the system closes when this JVM dies, so that a child that minds it never outlives the tests.
 */
public final class ChildProcess {

  private static final int EXIT_TIMEOUT_SECONDS = 30;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final List<String> command;
  private final Process process;
  private final Path output;

  private ChildProcess(List<String> command, Process process, Path output) {
    this.command = command;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param environment added to this JVM's
   * @param output where its standard output and error are appended
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(command, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " cannot be started", e);
    }
  }

  /**
   * Waits until the process is ready.
   *
   * @throws IllegalStateException if it ends instead, or takes too long; with the last lines of its
   *     output
   */
  public void awaitReady(BooleanSupplier ready) {
    try {
      Awaitility.await()
          .atMost(START_TIMEOUT)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || ready.getAsBoolean());
    } catch (ConditionTimeoutException e) {
      kill();
    }
    if (!process.isAlive()) {
      throw new IllegalStateException(command.get(0) + " did not start; it said:\n" + lastOutput());
    }
  }

  /**
   * Waits until the process has done its work.
   *
   * @throws IllegalStateException if it fails, or takes too long; with the last lines of its output
   */
  public void awaitSuccess() {
    awaitExit();
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " failed; it said:\n" + lastOutput());
    }
  }

  /** SIGTERM, and SIGKILL if that does not help. Returns when it is gone. */
  public void stop() {
    process.destroy();
    awaitExit();
  }

  /** SIGKILL. Returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Closes its standard input. Returns when it is gone. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
    awaitExit();
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String lastOutput() {
    try {
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      return "(" + output + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
