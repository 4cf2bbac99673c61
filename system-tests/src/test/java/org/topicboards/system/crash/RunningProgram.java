package org.topicboards.system.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program as a child of this JVM; killed when this JVM ends in order. Thread-safe. */
final class RunningProgram {

  private static final int LAST_ERRORS_CHARACTERS = 2_000;
  private static final int EXIT_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final Thread killAtEnd;

  /**
   * Starts it, with no setting of the user's own environment.
   *
   * @param settings environment variables to add
   * @param output where its standard output goes
   * @param errors where its standard error is appended
   */
  RunningProgram(List<String> command, Map<String, String> settings, Path output, Path errors) {
    this.errors = errors;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(Redirect.appendTo(errors.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("BOARD_"));
    builder.environment().putAll(settings);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " cannot be started", e);
    }
    killAtEnd = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killAtEnd);
  }

  /** Its standard input. */
  OutputStream input() {
    return process.getOutputStream();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. Returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
    forget();
  }

  /** SIGTERM. Returns when it has finished. */
  void stop() throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      kill();
      throw new DrillException("did not end within " + EXIT_SECONDS + " s of SIGTERM", this);
    }
    forget();
  }

  /** Waits until it ends of its own accord, and gives its exit code. */
  int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new DrillException("did not end within " + patience, this);
    }
    forget();
    return process.exitValue();
  }

  /** What it was started as, and the last that it said on standard error. */
  String describe() {
    try {
      String text = Files.readString(errors, StandardCharsets.UTF_8).strip();
      return errors.getFileName()
          + ": "
          + text.substring(Math.max(0, text.length() - LAST_ERRORS_CHARACTERS));
    } catch (IOException e) {
      return errors + " cannot be read: " + e.getMessage();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(killAtEnd);
    } catch (IllegalStateException e) {
      // this JVM is ending just now
    }
  }
}
