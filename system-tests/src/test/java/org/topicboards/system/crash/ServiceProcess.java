package org.topicboards.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.topicboards.broker.conformance.FreePorts;

/** A {@code board-service} on one data folder, run again after each kill. Not thread-safe. */
final class ServiceProcess {

  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(5);

  private final Program.Home home;
  private final Path folder;
  private final Map<String, String> settings;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();
  private final int httpPort = FreePorts.next();
  private RunningProgram program;

  /**
   * Starts its first run.
   *
   * @param settings environment variables, such as {@code BOARD_BROKER}
   */
  ServiceProcess(Program.Home home, Path folder, Map<String, String> settings) {
    this.home = home;
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.program = newRun();
  }

  /** Its data folder. */
  Path data() {
    return folder.resolve("data");
  }

  void kill() {
    program.kill();
  }

  void start() {
    program = newRun();
  }

  /** SIGTERM: it commits the batch in hand. */
  void stop() throws InterruptedException {
    program.stop();
  }

  /** Whether it says that it archives messages. */
  boolean isReady() {
    if (!program.isAlive()) {
      throw new DrillException("board-service ended", program);
    }
    try {
      return get("/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** What a path of its HTTP side answers. */
  HttpResponse<String> get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(HTTP_TIMEOUT)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DrillException("interrupted");
    }
  }

  /**
   * A number of its {@code /metrics}, the sum of all lines that begin so.
   *
   * @param beginning the metric's name, an opening brace, perhaps labels
   */
  long metric(String beginning) {
    try {
      return get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(beginning))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunningProgram newRun() {
    List<String> commandLine =
        Program.BOARD_SERVICE.commandLine(
            home, "--data", data().toString(), "--http-port", Integer.toString(httpPort));
    return new RunningProgram(
        commandLine,
        settings,
        folder.resolve("board-service.out"),
        folder.resolve("board-service.err"));
  }
}
