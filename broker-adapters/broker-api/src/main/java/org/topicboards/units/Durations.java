package org.topicboards.units;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h} or {@code 7d}. */
public final class Durations {

  private static final Pattern SYNTAX = Pattern.compile("0*(\\d+)(ms|s|m|h|d)");

  /** A number with more digits is too long in any unit, and may not fit what counts. */
  private static final int MOST_DIGITS = 13;

  private static final int SHOWN_CHARACTERS = 60;

  /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Parses a whole number followed by its unit, at most 36500 days.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value and the syntax
   */
  public static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + OneLine.of(text, SHOWN_CHARACTERS)
              + "' is not a duration (write a number and ms, s, m, h or d, such as 30s)");
    }
    if (matcher.group(1).length() > MOST_DIGITS) {
      throw tooLong(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    if (duration.compareTo(LONGEST) > 0) {
      throw tooLong(text);
    }
    return duration;
  }

  private static IllegalArgumentException tooLong(String text) {
    return new IllegalArgumentException(
        "'"
            + OneLine.of(text, SHOWN_CHARACTERS)
            + "' is too long (at most "
            + format(LONGEST)
            + ")");
  }

  /** The shortest text that {@link #parse} reads back as the same number of milliseconds. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }
}
