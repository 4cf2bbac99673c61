package org.topicboards.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.OneLine;

/**
 * How fast a history is shown. One that is late is followed by the next ones at once, until they
 * are on time again. Not thread-safe.
 */
final class ReplayPace {

  private static final String ORIGINAL = "original";
  private static final Pattern RATE = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final int SHOWN_CHARACTERS = 60;

  private final double intervalNanos;
  private final boolean isOriginal;
  private @Nullable Instant firstArchived;
  private long startNanos;
  private long shown;

  private ReplayPace(double intervalNanos, boolean isOriginal) {
    this.intervalNanos = intervalNanos;
    this.isOriginal = isOriginal;
  }

  /** As fast as it comes. */
  static ReplayPace unlimited() {
    return new ReplayPace(0, false);
  }

  /**
   * Reads {@code original} or a number of messages a second.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static ReplayPace parse(String text) {
    if (text.equals(ORIGINAL)) {
      return new ReplayPace(0, true);
    }
    double rate = RATE.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (rate == 0) {
      throw new IllegalArgumentException(
          "--replay-rate must be 'original' or a number of messages a second above 0 and"
              + " below 1000000000, not '"
              + OneLine.of(text, SHOWN_CHARACTERS)
              + "'");
    }
    return new ReplayPace(TimeUnit.SECONDS.toNanos(1) / rate, false);
  }

  /**
   * How long to wait before the next message, which was archived at this time; 0 or less if not.
   */
  long waitNanos(Instant archived, long nowNanos) {
    if (firstArchived == null) {
      firstArchived = archived;
      startNanos = nowNanos;
    }
    long afterStartNanos =
        isOriginal
            ? Duration.between(firstArchived, archived).toNanos()
            : (long) (shown++ * intervalNanos);
    return startNanos + afterStartNanos - nowNanos;
  }
}
