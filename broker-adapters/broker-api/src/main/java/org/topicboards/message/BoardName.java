package org.topicboards.message;

import org.jspecify.annotations.Nullable;

/**
 * The name of a board: words of {@code [A-Za-z0-9][A-Za-z0-9_-]*} separated by dots, 1 to 200
 * characters in all, for example {@code sports.football.results}.
 *
 * <p>Words that start with {@code _} are reserved for the system. {@link #of} accepts them, because
 * the system posts there; commands refuse a name with one ({@link #isReserved}) where a person
 * names a board to post to. A board whose <em>first</em> word is reserved is a system board ({@link
 * #isSystem}): no wildcard stands for that word, and a transport keeps these boards apart.
 *
 * @param value the name as text
 */
public record BoardName(String value) implements Comparable<BoardName> {

  /** The longest name, in characters (all of them ASCII). */
  public static final int MAX_LENGTH = 200;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value
   */
  public BoardName {
    String fault = fault(value);
    if (fault != null) {
      throw new IllegalArgumentException("'" + Names.shown(value) + "' is no board name: " + fault);
    }
  }

  /** The board of this name; see the constructor for what is refused. */
  public static BoardName of(String value) {
    return new BoardName(value);
  }

  /** Whether {@code value} is a board name, reserved or not. */
  public static boolean isValid(String value) {
    return fault(value) == null;
  }

  /** Whether any word of this name is reserved, so that people cannot post to it. */
  public boolean isReserved() {
    return isSystem() || value.contains("._");
  }

  /** Whether the first word is reserved, which makes it a board of the system itself. */
  public boolean isSystem() {
    return value.charAt(0) == '_';
  }

  @Override
  public int compareTo(BoardName other) {
    return value.compareTo(other.value);
  }

  /** The name as text. */
  @Override
  public String toString() {
    return value;
  }

  private static @Nullable String fault(String value) {
    if (value.isEmpty()) {
      return "it is empty";
    }
    if (value.length() > MAX_LENGTH) {
      return "it has " + value.length() + " characters, at most " + MAX_LENGTH + " are allowed";
    }
    return Names.faultInWords(value, false);
  }
}
