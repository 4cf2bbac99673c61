package org.topicboards.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;

/** The embedded broker in a JVM of its own, on a folder that goes with it. */
final class EmbeddedBrokerProcess implements AutoCloseable {

  /** A million waiting messages take about 330 MB of it. */
  static final String HEAP = "-Xmx1g";

  private static final long STOP_TIMEOUT_SECONDS = 60;

  private final ScratchFolder folder;
  private final Process process;
  private final String uri;

  private EmbeddedBrokerProcess(ScratchFolder folder, Process process, String uri) {
    this.folder = folder;
    this.process = process;
    this.uri = uri;
  }

  /** What the other JVM runs: a broker that lasts as long as its standard input. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(Path.of(args[0])))) {
      System.out.println(broker.uri());
      while (System.in.read() >= 0) {
        // nobody writes; the end comes when the other side closes the pipe, or dies
      }
    }
    System.exit(0);
  }

  /** Starts one and waits until clients can connect. */
  static EmbeddedBrokerProcess start() throws IOException {
    ScratchFolder folder = ScratchFolder.create();
    Process process =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of(HEAP),
                    List.of(
                        EmbeddedBrokerProcess.class.getName(),
                        folder.path().resolve("data").toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String uri = output.readLine();
    if (uri == null) {
      process.destroyForcibly();
      folder.close();
      throw new IOException("the embedded broker did not start");
    }
    return new EmbeddedBrokerProcess(folder, process, uri);
  }

  /** Where clients find it. Holds its password. */
  String uri() {
    return uri;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
