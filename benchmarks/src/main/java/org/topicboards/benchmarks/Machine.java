package org.topicboards.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** A few lines for the head of a report. */
  static List<String> describe() {
    return List.of(
        "time     " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
        "cpu      " + Runtime.getRuntime().availableProcessors() + " x " + processor(),
        "system   " + property("os.name") + " " + property("os.version"),
        "java     " + property("java.runtime.version") + ", " + property("java.vm.name"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException e) {
      return property("os.arch"); // not Linux
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
