package org.topicboards.command;

import java.time.Duration;
import org.topicboards.units.Durations;

/** The value of a {@code --timeout} option. */
public final class Timeout {

  private static final Duration LONGEST = Duration.ofDays(365);

  private Timeout() {}

  /**
   * Reads a timeout such as {@code 30s}.
   *
   * @throws IllegalArgumentException if it is no duration, 0, or longer than a year
   */
  public static Duration parse(String text) {
    Duration timeout = Durations.parse(text);
    if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("--timeout must be from 1ms to 365d, not " + text);
    }
    return timeout;
  }
}
