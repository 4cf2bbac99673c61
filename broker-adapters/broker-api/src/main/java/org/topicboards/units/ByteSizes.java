package org.topicboards.units;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes in bytes such as {@code 1408}, {@code 64k}, {@code 16m} or {@code 2g}; k, m and g are
 * powers of 1024.
 */
public final class ByteSizes {

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,12})([kKmMgG]?)(?:[iI]?[bB])?");

  private ByteSizes() {}

  /**
   * Parses a whole number with an optional unit.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value and the syntax
   */
  public static long parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + OneLine.of(text, 60)
              + "' is not a size (write a number of bytes, or with k, m or g, such as 16m)");
    }
    int shift =
        switch (matcher.group(2)) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is more bytes than can be counted");
    }
    return number << shift;
  }

  /** A size for people: {@code 999 B}, {@code 64 KiB}, {@code 1.5 MiB}. */
  public static String format(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double amount = bytes;
    int unit = -1;
    while (amount >= 1024 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    long tenths = Math.round(amount * 10);
    return (tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10)
        + " "
        + units[unit];
  }
}
