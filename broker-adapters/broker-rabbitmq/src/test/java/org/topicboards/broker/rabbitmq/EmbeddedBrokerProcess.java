package org.topicboards.broker.rabbitmq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.conformance.AmqpGreeting;
import org.topicboards.broker.conformance.BrokerProcess;
import org.topicboards.broker.conformance.ChildProcess;
import org.topicboards.broker.conformance.FreePorts;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;

/** The embedded broker in a JVM of its own, so that it can be killed. */
final class EmbeddedBrokerProcess implements BrokerProcess {

  private static final String USER = "conformance";
  private static final String PASSWORD = "secret of a test";

  private final Path folder;
  private final int port = FreePorts.next();
  private @Nullable ChildProcess process;

  EmbeddedBrokerProcess(Path folder) {
    this.folder = folder;
  }

  /** What the other JVM runs: a broker that lasts as long as its standard input. */
  public static void main(String[] args) throws IOException {
    Path dataFolder = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBrokerOptions(dataFolder, port, USER, PASSWORD))) {
      System.out.println("listening on " + broker.port());
      while (System.in.read() >= 0) {
        // nobody writes; the end comes when the other side closes the pipe, or dies
      }
    }
  }

  @Override
  public void start() {
    process =
        ChildProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m",
                EmbeddedBrokerProcess.class.getName(),
                folder.resolve("data").toString(),
                Integer.toString(port)),
            Map.of(),
            folder.resolve("broker.out"));
    process.awaitReady(() -> AmqpGreeting.comesFrom(port));
  }

  @Override
  public void stop() {
    if (process != null) {
      process.endInput();
    }
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  String uri() {
    return "amqp://" + USER + ":" + PASSWORD.replace(" ", "%20") + "@127.0.0.1:" + port;
  }
}
