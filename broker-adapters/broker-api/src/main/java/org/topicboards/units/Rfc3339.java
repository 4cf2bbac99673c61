package org.topicboards.units;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as CloudEvents writes them (RFC 3339, section 5.6), to the nanosecond.
 *
 * <p>Both ways have a path of their own for UTC, because every message goes through them and the
 * JDK's general formatter and parser take several times as long.
 */
public final class Rfc3339 {

  private static final int SECONDS_LENGTH = "2026-11-21T10:00:00".length();
  private static final int SECONDS_PER_DAY = 86_400;

  /** Four digits write no year beyond these; both exist as the general parser is more generous. */
  private static final Instant EARLIEST = Instant.ofEpochSecond(-62_135_596_800L);

  private static final Instant LATEST = Instant.ofEpochSecond(253_402_300_800L);

  private Rfc3339() {}

  /** Whether RFC 3339 can write {@code time}: it is in the years 1 to 9999. */
  public static boolean canWrite(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
  }

  /**
   * The text of {@code time}, in UTC: the same as {@link Instant#toString}, with as many groups of
   * three decimals as it takes.
   */
  public static String format(Instant time) {
    if (!canWrite(time)) {
      return time.toString();
    }
    long day = Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY);
    int second = Math.floorMod(time.getEpochSecond(), SECONDS_PER_DAY);
    int nanos = time.getNano();
    int decimals = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    LocalDate date = LocalDate.ofEpochDay(day);
    byte[] text = new byte[SECONDS_LENGTH + 1 + (decimals == 0 ? 0 : 1 + decimals)];
    putDigits(date.getYear(), text, 0, 4);
    text[4] = '-';
    putDigits(date.getMonthValue(), text, 5, 7);
    text[7] = '-';
    putDigits(date.getDayOfMonth(), text, 8, 10);
    text[10] = 'T';
    putDigits(second / 3_600, text, 11, 13);
    text[13] = ':';
    putDigits(second / 60 % 60, text, 14, 16);
    text[16] = ':';
    putDigits(second % 60, text, 17, 19);
    if (decimals > 0) {
      text[SECONDS_LENGTH] = '.';
      int shown = decimals == 9 ? nanos : decimals == 6 ? nanos / 1_000 : nanos / 1_000_000;
      putDigits(shown, text, SECONDS_LENGTH + 1, SECONDS_LENGTH + 1 + decimals);
    }
    text[text.length - 1] = 'Z';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number from {@code start} to {@code end}, with leading zeros. */
  private static void putDigits(int number, byte[] text, int start, int end) {
    int rest = number;
    for (int i = end - 1; i >= start; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
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
    return Instant.ofEpochSecond(
        epochDay * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second, nanos);
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
