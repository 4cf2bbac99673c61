package org.topicboards.broker.embedded.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.topicboards.broker.embedded.process.ChildJvm;
import org.topicboards.broker.embedded.process.ChildJvmException;

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

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final String LOGGING =
      "-Dlogback.configurationFile=org/topicboards/broker/embedded/kafka/child-logback.xml";

  private final Map<String, String> properties;
  private final ChildJvm.Plan plan;
  private ChildJvm child;

  private EmbeddedKafkaProcess(Map<String, String> properties, List<String> jvmOptions) {
    this.properties = properties;
    this.plan = plan(BrokerProperties.dataFolder(properties), jvmOptions);
    this.child = launch();
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
   * Starts it again after {@link #stop} or {@link #kill}, on the same ports and the same data.
   *
   * @throws IllegalStateException if it is running
   * @throws EmbeddedKafkaException if it does not start, for example because a port was taken in
   *     the meantime
   */
  public void restart() {
    if (process().isAlive()) {
      throw new IllegalStateException(this + " is running");
    }
    child = launch();
  }

  /** {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** The broker for people. */
  @Override
  public String toString() {
    return "kafka://" + bootstrapServers() + " in process " + process().pid();
  }

  private static ChildJvm.Plan plan(Path dataFolder, List<String> jvmOptions) {
    List<String> allOptions = new ArrayList<>(jvmOptions);
    allOptions.add(LOGGING);
    return new ChildJvm.Plan(
        "Kafka on data folder " + dataFolder,
        EmbeddedKafkaMain.class,
        allOptions,
        dataFolder.resolve("broker.log"),
        START_TIMEOUT,
        STOP_TIMEOUT);
  }

  private ChildJvm launch() {
    DataFolder.create(BrokerProperties.dataFolder(properties));
    try {
      return ChildJvm.start(plan, EmbeddedKafkaMain.write(properties));
    } catch (ChildJvmException e) {
      throw new EmbeddedKafkaException(String.valueOf(e.getMessage()), e);
    }
  }
}
