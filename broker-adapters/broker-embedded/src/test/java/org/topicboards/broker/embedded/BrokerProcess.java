package org.topicboards.broker.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a JVM of its own, to be killed. */
final class BrokerProcess implements AutoCloseable {

  private final Process process;
  private final Path output;

  private BrokerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Runs in the child: starts a broker, tells where it is, and waits for its end. */
  public static void main(String[] arguments) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(Path.of(arguments[0])));
    System.out.println(broker.uri());
    Thread.currentThread().join();
  }

  static BrokerProcess start(Path dataFolder) throws Exception {
    Path output = Files.createTempFile(dataFolder, "broker", ".out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dataFolder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    BrokerProcess broker = new BrokerProcess(process, output);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !broker.printed().isEmpty() || !process.isAlive());
    return broker;
  }

  /** What it printed so far: a line with its URI, and nothing else. */
  List<String> printed() throws IOException {
    return Files.readAllLines(output);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " survived SIGKILL");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
