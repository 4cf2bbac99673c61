package org.topicboards.requests;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the archive's order of all boards, and the end of what was asked for: what is left of
 * an answer. It may be kept for any time and sent to any service on the same archive.
 *
 * @param afterPosition what lies up to it was sent
 * @param throughPosition the last position of what was asked for
 */
public record HistoryCursor(long afterPosition, long throughPosition) {

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Checks the positions. */
  public HistoryCursor {
    if (afterPosition < 0 || throughPosition < 0) {
      throw new IllegalArgumentException("a position is 0 or more");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is none; one line
   */
  public static HistoryCursor parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the cursor is not two numbers with '-' between them");
    }
    return new HistoryCursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** Whether nothing is left. */
  public boolean isAtEnd() {
    return afterPosition >= throughPosition;
  }

  /** The two positions with a hyphen between them. */
  @Override
  public String toString() {
    return afterPosition + "-" + throughPosition;
  }
}
