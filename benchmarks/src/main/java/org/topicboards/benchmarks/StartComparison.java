package org.topicboards.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/**
 * The wall time of a {@code publisher} that posts one message: by its launcher, and by the same JVM
 * with nothing but a class path of everything in {@code lib/}.
 */
final class StartComparison {

  private static final String MAIN_CLASS = "org.topicboards.publisher.PublisherCommand";

  private StartComparison() {}

  static Comparison of(TestedBroker broker, Settings settings) {
    Path folder = settings.distribution().toAbsolutePath();
    String javaHome = System.getProperty("java.home");
    List<String> launcher = List.of(folder.resolve("bin").resolve("publisher").toString());
    List<String> plainJava =
        List.of(
            Path.of(javaHome, "bin", "java").toString(),
            "-cp",
            folder.resolve("lib") + File.separator + "*",
            MAIN_CLASS);
    return new Comparison(
        "one message by a publisher command, from start to exit, " + broker,
        "ms",
        "0.6 or less",
        new Side("bin/publisher", () -> post(launcher, broker, javaHome)),
        new Side("java -cp lib/*", () -> post(plainJava, broker, javaHome)));
  }

  private static Figure post(List<String> command, TestedBroker broker, String javaHome)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = ScratchFolder.create();
        BenchmarkQueue queue = BenchmarkQueue.declare(broker.uri())) {
      List<String> withArguments = new ArrayList<>(command);
      withArguments.addAll(List.of("--board", BenchmarkBoard.BOARD.value(), "hello"));
      long nanos =
          ChildJvm.runToEnd(
              withArguments,
              Map.of("BOARD_BROKER", queue.adapterUri(), "JAVA_HOME", javaHome),
              folder.path().resolve("publisher.out"));
      if (queue.length() != 1) {
        throw new IOException("the message did not arrive");
      }
      return new Figure(nanos / 1e6, "");
    }
  }
}
