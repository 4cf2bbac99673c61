package org.topicboards.system.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.topicboards.broker.conformance.FreePorts;

/**
 * The project of {@code docker-compose.yml} under a name, passwords and ports of its own, so that
 * it stands beside one that runs here already. Not thread-safe.
 */
final class ComposeProject {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final String name = "boards-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> settings = new HashMap<>();
  private final Path folder;

  /**
   * A project of which nothing runs yet.
   *
   * @param folder for the output of the commands
   */
  ComposeProject(Path folder) {
    this.folder = folder;
    Stream.of("RABBITMQ_PASSWORD", "POSTGRES_PASSWORD")
        .forEach(variable -> settings.put(variable, "secret" + name.substring(12)));
    Stream.of(
            "RABBITMQ_PORT",
            "RABBITMQ_MANAGEMENT_PORT",
            "KAFKA_PORT",
            "POSTGRES_PORT",
            "BOARD_SERVICE_PORT")
        .forEach(variable -> settings.put(variable, Integer.toString(FreePorts.next())));
  }

  /** The port on 127.0.0.1 that this variable names. */
  int port(String variable) {
    return Integer.parseInt(Objects.requireNonNull(settings.get(variable), variable));
  }

  /** Leaves a variable out, as if it were not in {@code .env}. */
  void forget(String variable) {
    settings.remove(variable);
  }

  /**
   * Runs {@code docker compose} with these arguments, and gives its output without the last line
   * end.
   *
   * @throws AssertionError if it fails, or is not done within {@code bound}; with what it said
   */
  String run(Duration bound, String... arguments) throws IOException, InterruptedException {
    Outcome outcome = attempt(bound, arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "docker compose %s ended with %d; it said:%n%s"
              .formatted(String.join(" ", arguments), outcome.exitCode(), outcome.error()));
    }
    return outcome.output();
  }

  /** The same for what may fail. */
  Outcome attempt(Duration bound, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("docker", "compose", "-p", name, "--env-file", "/dev/null"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Path error = folder.resolve("error");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
    builder.environment().putAll(settings);
    Process process = builder.start();
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "docker compose %s did not end within %s; it said:%n%s"
                .formatted(String.join(" ", arguments), bound, Files.readString(error, UTF_8)));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(output, UTF_8).stripTrailing(),
        Files.readString(error, UTF_8));
  }

  /** Takes away the containers, the networks and the volumes. */
  void remove() throws IOException, InterruptedException {
    run(Duration.ofMinutes(3), "--profile", "tools", "down", "--volumes", "--timeout", "10");
  }

  /** How a command ended. */
  record Outcome(int exitCode, String output, String error) {}
}
