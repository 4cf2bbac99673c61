package org.topicboards.broker.embedded.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EmbeddedKafka} in a JVM of its own, with the class path of this one: it can be killed,
 * and it cannot take this JVM down with it. It ends when this JVM ends, however that happens.
 *
 * <p>What it logs from WARN on is appended to {@code broker.log} in its data folder.
 *
 * <p>Every method blocks until the change is complete. Not thread-safe.
 */
public final class EmbeddedKafkaProcess implements AutoCloseable {

  /** Of {@link #start(EmbeddedKafkaOptions)}: what starts fast, not what runs fast for long. */
  public static final List<String> DEFAULT_JVM_OPTIONS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final long START_TIMEOUT_SECONDS = 90;
  private static final long STOP_TIMEOUT_SECONDS = 30;
  private static final String LOGGING =
      "-Dlogback.configurationFile=org/topicboards/broker/embedded/kafka/child-logback.xml";

  private final Map<String, String> properties;
  private final List<String> jvmOptions;
  private Process process;

  private EmbeddedKafkaProcess(Map<String, String> properties, List<String> jvmOptions) {
    this.properties = properties;
    this.jvmOptions = jvmOptions;
    this.process = launch();
  }

  /**
   * Starts a broker and waits until clients can connect: about four seconds, at most a minute and a
   * half. It keeps its ports when it is started again, also those that were chosen for it.
   *
   * @throws EmbeddedKafkaException as {@link EmbeddedKafka#start} does; no process is left running
   */
  public static EmbeddedKafkaProcess start(EmbeddedKafkaOptions options) {
    return start(options, DEFAULT_JVM_OPTIONS);
  }

  /**
   * The same with other options for the JVM than {@link #DEFAULT_JVM_OPTIONS}.
   *
   * @throws EmbeddedKafkaException as {@link EmbeddedKafka#start} does; no process is left running
   */
  public static EmbeddedKafkaProcess start(EmbeddedKafkaOptions options, List<String> jvmOptions) {
    int port = options.port() == 0 ? LoopbackPorts.free() : options.port();
    return new EmbeddedKafkaProcess(
        BrokerProperties.of(options, port, LoopbackPorts.free()), List.copyOf(jvmOptions));
  }

  /** The port that clients connect to directly. */
  public int port() {
    return BrokerProperties.ports(properties).get(0);
  }

  /** Where clients find the broker, also after a restart: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  /** The process that runs now, or ran last. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends it in order. Without effect if it is down. */
  public void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
    awaitExit();
  }

  /** Ends it with SIGKILL, without any chance to save anything. Without effect if it is down. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /**
   * Starts it again after {@link #stop} or {@link #kill}, on the same ports and the same data.
   *
   * @throws IllegalStateException if it is running
   * @throws EmbeddedKafkaException if it does not start, for example because a port was taken in
   *     the meantime
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(this + " is running");
    }
    process = launch();
  }

  /** {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** The broker for people. */
  @Override
  public String toString() {
    return "kafka://" + bootstrapServers() + " in process " + process.pid();
  }

  private Process launch() {
    Path dataFolder = BrokerProperties.dataFolder(properties);
    DataFolder.create(dataFolder);
    Process child;
    try {
      child =
          new ProcessBuilder(command())
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(dataFolder.resolve("broker.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new EmbeddedKafkaException("a JVM for Kafka could not be started: " + Reason.of(e), e);
    }
    boolean ready = false;
    try {
      Writer input = child.outputWriter(StandardCharsets.UTF_8);
      input.write(EmbeddedKafkaMain.write(properties));
      input.flush();
      requireReady(answer(child));
      ready = true;
      return child;
    } catch (IOException e) {
      throw notStarted("it takes no input, " + Reason.of(e), e);
    } finally {
      if (!ready) {
        child.destroyForcibly();
      }
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add(LOGGING);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EmbeddedKafkaMain.class.getName());
    return command;
  }

  private String answer(Process child) {
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> firstAnswer(child));
    try {
      return answer.get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw notStarted("no answer within " + START_TIMEOUT_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw notStarted(Reason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("interrupted", e);
    }
  }

  /** The JVM itself may have something to say before. */
  private static String firstAnswer(Process child) {
    BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(EmbeddedKafkaMain.READY) || line.startsWith(EmbeddedKafkaMain.FAILED)) {
          return line;
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireReady(String answer) {
    if (answer.startsWith(EmbeddedKafkaMain.FAILED)) {
      throw new EmbeddedKafkaException(answer.substring(EmbeddedKafkaMain.FAILED.length()), null);
    }
    if (!answer.startsWith(EmbeddedKafkaMain.READY)) {
      throw notStarted("its process ended", null);
    }
  }

  private EmbeddedKafkaException notStarted(String reason, @Nullable Exception cause) {
    Path dataFolder = BrokerProperties.dataFolder(properties);
    return new EmbeddedKafkaException(
        "Kafka on data folder %s could not be started: %s; see %s"
            .formatted(dataFolder, reason, dataFolder.resolve("broker.log")),
        cause);
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
