package org.topicboards.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A board service in a JVM of its own with the heap that it promises to be content with. */
final class ServiceProcess implements AutoCloseable {

  static final String HEAP = "-Xmx256m";

  private static final String MAIN_CLASS = "org.topicboards.service.BoardService";
  private static final Pattern HTTP_ADDRESS =
      Pattern.compile("http: (http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ARCHIVED =
      Pattern.compile("(?m)^boards_archived_total\\{.*\\} (\\S+)$");

  /** A collection in the JVM's log, as in {@code 93M->21M(256M)}. */
  private static final Pattern HEAP_AFTER = Pattern.compile("\\d+M->(\\d+)M\\(");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path output;
  private final Path collections;
  private final URI metrics;

  private ServiceProcess(Process process, Path output, Path collections)
      throws IOException, InterruptedException {
    this.process = process;
    this.output = output;
    this.collections = collections;
    this.metrics = URI.create(awaitHttpAddress() + "/metrics");
  }

  /**
   * Starts one and waits for its HTTP side.
   *
   * @param brokerUri with its password
   */
  static ServiceProcess start(String brokerUri, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("service.out");
    Path collections = folder.resolve("collections.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of(HEAP, "-XX:+UseSerialGC", "-Xlog:gc:file=" + collections),
                    List.of(
                        MAIN_CLASS,
                        "--data",
                        folder.resolve("data").toString(),
                        "--http-port",
                        "0")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("BOARD_BROKER", brokerUri);
    Process process = builder.start();
    boolean started = false;
    try {
      ServiceProcess service = new ServiceProcess(process, output, collections);
      started = true;
      return service;
    } finally {
      if (!started) {
        process.destroyForcibly();
      }
    }
  }

  /** How many messages it has archived so far. */
  long archived() throws IOException, InterruptedException {
    String text =
        http.send(
                HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
            .body();
    Matcher line = ARCHIVED.matcher(text);
    // Before it is attached to the broker, the service counts nothing.
    return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
  }

  /** The most heap that was left in use by any collection, in MB. */
  long largestHeapMegabytes() throws IOException {
    return HEAP_AFTER
        .matcher(Files.readString(collections, StandardCharsets.UTF_8))
        .results()
        .mapToLong(collection -> Long.parseLong(collection.group(1)))
        .max()
        .orElse(0);
  }

  private String awaitHttpAddress() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      Matcher matcher = HTTP_ADDRESS.matcher(Files.readString(output, StandardCharsets.UTF_8));
      if (matcher.find()) {
        return matcher.group(1);
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IOException(
        "the board service did not start: " + Files.readString(output, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
