package org.topicboards.comparison.machine;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** The machine and the software that measure. */
public final class Environment {

  private static final int CLOCK_READINGS = 10_000;

  private Environment() {}

  /** Everything that is worth knowing beside the figures, by name. Takes some milliseconds. */
  public static Map<String, String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "processor",
        Runtime.getRuntime().availableProcessors()
            + " x "
            + value(Path.of("/proc/cpuinfo"), "model name", property("os.arch")));
    lines.put("memory", value(Path.of("/proc/meminfo"), "MemTotal", "?"));
    lines.put(
        "system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    lines.put("load average at the start", loadAverage());
    lines.put("Java", property("java.vm.name") + " " + property("java.runtime.version"));
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    lines.put("JVM options", options.isEmpty() ? "none" : String.join(" ", options));
    lines.put("amqp-client", new ConnectionFactory().getClientProperties().get("version") + "");
    lines.put("kafka-clients", AppInfoParser.getVersion());
    lines.put(
        "clock",
        "one, of this process, at both ends: no skew. It ticks every " + tickNanos() + " ns");
    return lines;
  }

  private static String value(Path file, String label, String otherwise) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(label))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise; // not Linux
    }
  }

  private static String loadAverage() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return average < 0 ? "?" : String.valueOf(Math.round(average * 100) / 100.0);
  }

  /** The smallest step that the clock was seen to make. */
  private static long tickNanos() {
    long smallest = Long.MAX_VALUE;
    long previous = System.nanoTime();
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long now = System.nanoTime();
      if (now > previous) {
        smallest = Math.min(smallest, now - previous);
      }
      previous = now;
    }
    return smallest;
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }
}
