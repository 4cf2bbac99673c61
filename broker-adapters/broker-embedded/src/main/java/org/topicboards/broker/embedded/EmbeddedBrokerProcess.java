package org.topicboards.broker.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EmbeddedBroker} in a JVM of its own, with the class path of this one: its processor
 * time and memory are its own, and it can be killed. It ends when this JVM ends, however that
 * happens.
 *
 * <p>What it logs from WARN on is appended to {@code broker.log} in its data folder.
 *
 * <p>Every method blocks until the change is complete. Not thread-safe.
 */
public final class EmbeddedBrokerProcess implements AutoCloseable {

  private static final long START_TIMEOUT_MINUTES = 5;
  private static final long STOP_TIMEOUT_SECONDS = 60;
  private static final String LOGGING =
      "-Dlogback.configurationFile=org/topicboards/broker/embedded/child-logback.xml";

  private final EmbeddedBrokerOptions options;
  private final List<String> jvmOptions;
  private String uri = "";
  private Process process;

  private EmbeddedBrokerProcess(EmbeddedBrokerOptions options, List<String> jvmOptions) {
    this.options = options;
    this.jvmOptions = jvmOptions;
    this.process = launch(options);
  }

  /**
   * Starts a broker and waits until clients can connect: about three seconds, more with many
   * messages in its store, at most five minutes. It keeps its port when it is started again.
   *
   * @param jvmOptions such as {@code -Xmx1g}, in which some three million messages can wait
   * @throws EmbeddedBrokerException as {@link EmbeddedBroker#start} does; no process is left
   *     running
   */
  public static EmbeddedBrokerProcess start(
      EmbeddedBrokerOptions options, List<String> jvmOptions) {
    return new EmbeddedBrokerProcess(options, List.copyOf(jvmOptions));
  }

  /** Where clients find it, also after a restart. Holds its password. */
  public String uri() {
    return uri;
  }

  /** The port that it listens on. */
  public int port() {
    return URI.create(uri).getPort();
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
   * Starts it again after {@link #stop} or {@link #kill}, on the same port and the same data.
   *
   * @throws IllegalStateException if it is running
   * @throws EmbeddedBrokerException if it does not start, for example because the port was taken in
   *     the meantime
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(this + " is running");
    }
    process = launch(options.onPort(port()));
  }

  /** {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** The broker for people: without the password. */
  @Override
  public String toString() {
    return "amqp://127.0.0.1:" + port() + " in process " + process.pid();
  }

  private Process launch(EmbeddedBrokerOptions launched) {
    Path dataFolder = launched.dataFolder();
    Process child;
    try {
      DataFolder.create(dataFolder);
      child =
          new ProcessBuilder(command())
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(dataFolder.resolve("broker.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new EmbeddedBrokerException(
          "a JVM for the broker could not be started: " + Reason.of(e), e);
    }
    boolean ready = false;
    try {
      Writer input = child.outputWriter(StandardCharsets.UTF_8);
      input.write(EmbeddedBrokerMain.write(launched));
      input.flush();
      uri = requireReady(answer(child));
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
    command.add(EmbeddedBrokerMain.class.getName());
    return command;
  }

  private String answer(Process child) {
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> firstAnswer(child));
    try {
      return answer.get(START_TIMEOUT_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw notStarted("no answer within " + START_TIMEOUT_MINUTES + " min", e);
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
        if (line.startsWith(EmbeddedBrokerMain.READY)
            || line.startsWith(EmbeddedBrokerMain.FAILED)) {
          return line;
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String requireReady(String answer) {
    if (answer.startsWith(EmbeddedBrokerMain.FAILED)) {
      throw new EmbeddedBrokerException(answer.substring(EmbeddedBrokerMain.FAILED.length()), null);
    }
    if (!answer.startsWith(EmbeddedBrokerMain.READY)) {
      throw notStarted("its process ended", null);
    }
    return answer.substring(EmbeddedBrokerMain.READY.length());
  }

  private EmbeddedBrokerException notStarted(String reason, @Nullable Exception cause) {
    Path dataFolder = options.dataFolder();
    return new EmbeddedBrokerException(
        "the broker on data folder %s could not be started: %s; see %s"
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
