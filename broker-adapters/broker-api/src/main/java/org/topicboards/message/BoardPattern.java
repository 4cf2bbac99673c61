package org.topicboards.message;

import java.util.List;

/**
 * A set of boards: a board name in which {@code *} stands for exactly one word and {@code #} for
 * zero or more.
 *
 * <p>Neither wildcard matches a reserved first word, so {@code #} means every board but those of
 * the system ({@link BoardName#isSystem}), which are asked for by name, as in {@code _dead.alice}
 * or {@code _dead.#}. Reserved words that follow are words like any other here.
 */
public final class BoardPattern {

  /** Every ordinary board. */
  public static final BoardPattern ALL = of("#");

  private final String value;
  private final List<String> words;

  private BoardPattern(String value) {
    this.value = value;
    this.words = List.of(value.split("\\.", -1));
  }

  /**
   * The pattern that {@code value} describes.
   *
   * @throws IllegalArgumentException with a one-line reason that names the value
   */
  public static BoardPattern of(String value) {
    String fault = null;
    if (value.isEmpty()) {
      fault = "it is empty";
    } else if (value.length() > BoardName.MAX_LENGTH) {
      fault =
          "it has "
              + value.length()
              + " characters, at most "
              + BoardName.MAX_LENGTH
              + " are allowed";
    } else {
      fault = Names.faultInWords(value, true);
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "'" + Names.shown(value) + "' is no board pattern: " + fault);
    }
    return new BoardPattern(value);
  }

  /** The pattern as text. */
  public String value() {
    return value;
  }

  /** Whether the pattern asks for system boards, by a reserved first word. */
  public boolean isSystem() {
    return words.get(0).charAt(0) == '_';
  }

  /** Whether the pattern has no wildcard, so that it names exactly one board. */
  public boolean isName() {
    return !words.contains("*") && !words.contains("#");
  }

  /** Whether {@code board} belongs to this set. */
  public boolean matches(BoardName board) {
    String[] name = board.value().split("\\.", -1);
    if (board.isSystem() && !name[0].equals(words.get(0))) {
      return false;
    }
    // reachable[i]: the pattern words seen so far can stand for the first i words of the name
    boolean[] reachable = new boolean[name.length + 1];
    reachable[0] = true;
    for (String word : words) {
      boolean[] next = new boolean[name.length + 1];
      for (int i = 0; i <= name.length; i++) {
        if (word.equals("#")) {
          next[i] = reachable[i] || (i > 0 && next[i - 1]);
        } else {
          next[i] = i > 0 && reachable[i - 1] && (word.equals("*") || word.equals(name[i - 1]));
        }
      }
      reachable = next;
    }
    return reachable[name.length];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoardPattern pattern && value.equals(pattern.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The pattern as text. */
  @Override
  public String toString() {
    return value;
  }
}
