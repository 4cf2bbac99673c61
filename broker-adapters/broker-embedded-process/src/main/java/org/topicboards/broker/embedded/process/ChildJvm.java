package org.topicboards.broker.embedded.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a JVM of its own, with the class path of this one. What it is to do it reads from its
 * standard input, as that may hold passwords; it answers with one line and runs until the input
 * ends: because this side closed it, or died.
 *
 * <p>Every method blocks until the change is complete. Not thread-safe.
 */
public final class ChildJvm {

  /** The answer of a broker that takes connections begins with this, its address follows. */
  public static final String READY = "ready: ";

  /** The answer of one that could not be started begins with this, the reason follows. */
  public static final String FAILED = "failed: ";

  private final Plan plan;
  private final Process process;
  private String address = "";

  private ChildJvm(Plan plan, Process process) {
    this.plan = plan;
    this.process = process;
  }

  /**
   * How to run a broker.
   *
   * @param what the broker for people, as errors name it
   * @param main what the JVM runs
   * @param jvmOptions for the JVM
   * @param log where its standard error is appended
   * @param startTimeout how long it may take to answer
   * @param stopTimeout how long it may take to end in order, before it is killed
   */
  public record Plan(
      String what,
      Class<?> main,
      List<String> jvmOptions,
      Path log,
      Duration startTimeout,
      Duration stopTimeout) {

    /** Copies the options. */
    public Plan {
      jvmOptions = List.copyOf(jvmOptions);
    }
  }

  /**
   * Starts a broker and waits for its answer.
   *
   * @param input what it is to do
   * @throws ChildJvmException with the broker's own words where it answers that it failed; no
   *     process is left running
   */
  public static ChildJvm start(Plan plan, String input) throws ChildJvmException {
    ChildJvm child = new ChildJvm(plan, launch(plan));
    boolean ready = false;
    try {
      Writer writer = child.process.outputWriter(StandardCharsets.UTF_8);
      writer.write(input);
      writer.flush();
      child.address = child.requireReady(child.answer());
      ready = true;
      return child;
    } catch (IOException e) {
      throw child.notStarted("it takes no input, " + Reason.of(e), e);
    } finally {
      if (!ready) {
        child.process.destroyForcibly();
      }
    }
  }

  /** Where clients find the broker, in its own words. */
  public String address() {
    return address;
  }

  /** Its process, which may have ended. */
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

  private static Process launch(Plan plan) throws ChildJvmException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(plan.jvmOptions());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(plan.main().getName());
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
          .start();
    } catch (IOException e) {
      throw new ChildJvmException(
          "a JVM for " + plan.what() + " could not be started: " + Reason.of(e), e);
    }
  }

  private String answer() throws ChildJvmException {
    FutureTask<String> answer = new FutureTask<>(this::firstAnswer);
    Thread reader = new Thread(answer, "answer of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
    try {
      return answer.get(plan.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw notStarted("no answer within " + plan.startTimeout().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw notStarted(Reason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("interrupted", e);
    }
  }

  /** The JVM itself may have something to say before. */
  private String firstAnswer() throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY) || line.startsWith(FAILED)) {
        return line;
      }
    }
    return "";
  }

  private String requireReady(String answer) throws ChildJvmException {
    if (answer.startsWith(FAILED)) {
      throw new ChildJvmException(answer.substring(FAILED.length()), null);
    }
    if (!answer.startsWith(READY)) {
      throw notStarted("its process ended", null);
    }
    return answer.substring(READY.length());
  }

  private ChildJvmException notStarted(String reason, @Nullable Exception cause) {
    return new ChildJvmException(
        "%s could not be started: %s; see %s".formatted(plan.what(), reason, plan.log()), cause);
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(plan.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
