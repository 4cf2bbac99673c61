package org.topicboards.service.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.topicboards.units.ByteSizes;
import org.topicboards.units.Durations;
import org.topicboards.units.OneLine;

/**
 * How much of a board is kept: the newest messages within all of these bounds.
 *
 * @param age the longest since a message was archived, null for any
 * @param messages the most messages, null for any number
 * @param bytes the most bytes of bodies and attributes, null for any number
 */
public record Retention(@Nullable Duration age, @Nullable Long messages, @Nullable Long bytes) {

  /** Everything is kept for ever. */
  public static final Retention UNLIMITED = new Retention(null, null, null);

  private static final int SHOWN_CHARACTERS = 60;

  /** Checks that each bound is above zero. */
  public Retention {
    check("age", age == null || !(age.isZero() || age.isNegative()), age);
    check("count", messages == null || messages > 0, messages);
    check("bytes", bytes == null || bytes > 0, bytes);
  }

  private static void check(String name, boolean keepsSomething, @Nullable Object bound) {
    if (!keepsSomething) {
      throw new IllegalArgumentException(
          "a retention of %s=%s keeps nothing: write more than 0, or delete the board"
              .formatted(name, bound instanceof Duration age ? Durations.format(age) : bound));
    }
  }

  /**
   * Reads {@code age=30d,count=1000000,bytes=10g}, any of the three, or {@code unlimited}.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value and the syntax
   */
  public static Retention parse(String text) {
    if (text.strip().equalsIgnoreCase("unlimited")) {
      return UNLIMITED;
    }
    Duration age = null;
    Long messages = null;
    Long bytes = null;
    Set<String> names = new HashSet<>();
    for (String bound : text.split(",", -1)) {
      String[] nameAndValue = bound.strip().split("=", 2);
      String value = nameAndValue.length == 2 ? nameAndValue[1].strip() : "";
      String name = nameAndValue[0].toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        throw none(text);
      }
      switch (name) {
        case "age" -> age = Durations.parse(value);
        case "count" -> messages = count(value);
        case "bytes" -> bytes = ByteSizes.parse(value);
        default -> throw none(text);
      }
    }
    return new Retention(age, messages, bytes);
  }

  /** Whether everything is kept. */
  public boolean isUnlimited() {
    return age == null && messages == null && bytes == null;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    List<String> bounds = new ArrayList<>();
    if (age != null) {
      bounds.add("age=" + Durations.format(age));
    }
    if (messages != null) {
      bounds.add("count=" + messages);
    }
    if (bytes != null) {
      bounds.add("bytes=" + bytes);
    }
    return bounds.isEmpty() ? "unlimited" : String.join(",", bounds);
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException(
        "'"
            + OneLine.of(text, SHOWN_CHARACTERS)
            + "' is no retention (write age=30d,count=1000000,bytes=10g, each at most once, or"
            + " unlimited alone)");
  }

  private static long count(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + OneLine.of(value, SHOWN_CHARACTERS) + "' is no number of messages", e);
    }
  }
}
