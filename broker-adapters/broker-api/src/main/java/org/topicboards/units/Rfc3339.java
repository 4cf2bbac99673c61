package org.topicboards.units;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as CloudEvents writes them (RFC 3339, section 5.6), to the nanosecond.
 *
 * <p>Reading has a path of its own for UTC, because every message of every subscription goes
 * through it and the general parser takes several times as long.
 */
public final class Rfc3339 {

  private static final int SECONDS_LENGTH = "2026-11-21T10:00:00".length();

  /** Four digits write no year beyond these; both exist as the general parser is more generous. */
  private static final Instant EARLIEST = Instant.ofEpochSecond(-62_135_596_800L);

  private static final Instant LATEST = Instant.ofEpochSecond(253_402_300_800L);

  private Rfc3339() {}

  /** Whether RFC 3339 can write {@code time}: it is in the years 1 to 9999. */
  public static boolean canWrite(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
  }

  /** The text of {@code time}, in UTC. */
  public static String format(Instant time) {
    return time.toString();
  }

  /** The time that {@code text} says, or nothing where it says none. */
  public static Optional<Instant> parse(String text) {
    try {
      Instant utc = parseUtc(text);
      Instant time = utc != null ? utc : OffsetDateTime.parse(text).toInstant();
      return canWrite(time) ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads {@code YYYY-MM-DDTHH:MM:SS[.fraction]Z}; null for anything else. */
  private static @Nullable Instant parseUtc(String text) {
    int length = text.length();
    if (length <= SECONDS_LENGTH || text.charAt(length - 1) != 'Z') {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    boolean shaped =
        text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    if (!shaped || (year | month | day | hour | minute | second) < 0) {
      return null;
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    int nanos = 0;
    if (text.charAt(SECONDS_LENGTH) == '.') {
      int fractionDigits = length - 1 - (SECONDS_LENGTH + 1);
      if (fractionDigits < 1 || fractionDigits > 9) {
        return null;
      }
      nanos = digits(text, SECONDS_LENGTH + 1, length - 1);
      if (nanos < 0) {
        return null;
      }
      for (int i = fractionDigits; i < 9; i++) {
        nanos *= 10;
      }
    } else if (length != SECONDS_LENGTH + 1) {
      return null;
    }
    long epochDay = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(epochDay * 86_400 + hour * 3_600L + minute * 60L + second, nanos);
  }

  /** The number written from {@code start} to {@code end}, or -1 where that is none. */
  private static int digits(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
