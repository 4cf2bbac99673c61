package org.topicboards.units;

/**
 * Makes text that came from outside fit for one line of a log or an error: whatever could break the
 * line, or steer the terminal that shows it, becomes U+FFFD.
 */
public final class OneLine {

  private OneLine() {}

  /** The text, or its beginning of at most {@code maxCharacters} and an ellipsis. */
  public static String of(String text, int maxCharacters) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), maxCharacters) + 1);
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (i > maxCharacters) {
        return line.append('…').toString();
      }
      line.appendCodePoint(isHarmless(codePoint) ? codePoint : 0xFFFD);
    }
    return line.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
