package org.topicboards.broker.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.topicboards.broker.embedded.process.ChildJvm;
import org.topicboards.broker.embedded.process.ChildJvmException;
import org.topicboards.broker.embedded.process.Reason;

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

  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final String LOGGING =
      "-Dlogback.configurationFile=org/topicboards/broker/embedded/child-logback.xml";

  private final EmbeddedBrokerOptions options;
  private final ChildJvm.Plan plan;
  private ChildJvm child;

  private EmbeddedBrokerProcess(EmbeddedBrokerOptions options, List<String> jvmOptions) {
    this.options = options;
    this.plan = plan(options, jvmOptions);
    this.child = launch(options);
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
    return child.address();
  }

  /** The port that it listens on. */
  public int port() {
    return URI.create(uri()).getPort();
  }

  /** The process that runs now, or ran last. */
  public ProcessHandle process() {
    return child.process();
  }

  /** Ends it in order. Without effect if it is down. */
  public void stop() {
    child.stop();
  }

  /** Ends it with SIGKILL, without any chance to save anything. Without effect if it is down. */
  public void kill() {
    child.kill();
  }

  /**
   * Starts it again after {@link #stop} or {@link #kill}, on the same port and the same data.
   *
   * @throws IllegalStateException if it is running
   * @throws EmbeddedBrokerException if it does not start, for example because the port was taken in
   *     the meantime
   */
  public void restart() {
    if (process().isAlive()) {
      throw new IllegalStateException(this + " is running");
    }
    child = launch(options.onPort(port()));
  }

  /** {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** The broker for people: without the password. */
  @Override
  public String toString() {
    return "amqp://127.0.0.1:" + port() + " in process " + process().pid();
  }

  private static ChildJvm.Plan plan(EmbeddedBrokerOptions options, List<String> jvmOptions) {
    List<String> allOptions = new ArrayList<>(jvmOptions);
    allOptions.add(LOGGING);
    Path dataFolder = options.dataFolder();
    return new ChildJvm.Plan(
        "the broker on data folder " + dataFolder,
        EmbeddedBrokerMain.class,
        allOptions,
        dataFolder.resolve("broker.log"),
        START_TIMEOUT,
        STOP_TIMEOUT);
  }

  private ChildJvm launch(EmbeddedBrokerOptions launched) {
    try {
      DataFolder.create(launched.dataFolder());
      return ChildJvm.start(plan, EmbeddedBrokerMain.write(launched));
    } catch (ChildJvmException e) {
      throw new EmbeddedBrokerException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new EmbeddedBrokerException(
          "data folder " + launched.dataFolder() + " cannot be written: " + Reason.of(e), e);
    }
  }
}
