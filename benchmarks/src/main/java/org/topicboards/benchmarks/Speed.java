package org.topicboards.benchmarks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run measured.
 *
 * @param messagesPerSecond by the clock
 * @param cpuMicros processor time of the run's own JVM for each message: on a busy machine it says
 *     more than the clock does
 */
record Speed(double messagesPerSecond, double cpuMicros) {

  private static final Pattern LINE = Pattern.compile("messages/s (\\S+), CPU (\\S+) us each");

  /** As one line for the process that started this one. */
  String toLine() {
    return "messages/s " + messagesPerSecond + ", CPU " + cpuMicros + " us each";
  }

  /** Reads such a line; nothing if it is another. */
  static Optional<Speed> ofLine(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Speed(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))))
        : Optional.empty();
  }
}
