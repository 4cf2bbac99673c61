package org.topicboards.message;

import org.jspecify.annotations.Nullable;
import org.topicboards.units.OneLine;

/** The character rules that board names, patterns and subscription names share. */
final class Names {

  private static final int SHOWN_CHARACTERS = 60;

  private Names() {}

  /**
   * What is wrong with dot-separated words, or null; {@code *} and {@code #} only as whole words.
   */
  static @Nullable String faultInWords(String text, boolean wildcards) {
    int wordStart = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        String fault = faultInWord(text, wordStart, i, wildcards);
        if (fault != null) {
          return fault;
        }
        wordStart = i + 1;
      }
    }
    return null;
  }

  private static @Nullable String faultInWord(String text, int start, int end, boolean wildcards) {
    if (start == end) {
      return "a word between dots is empty";
    }
    char first = text.charAt(start);
    if (end - start == 1 && (first == '*' || first == '#')) {
      return wildcards ? null : "'" + first + "' is a wildcard, and here one board must be named";
    }
    if (first == '-') {
      return "a word must start with a letter or a digit, not with '-'";
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!isWordCharacter(c)) {
        String shown = shown(Character.toString(text.codePointAt(i)));
        return "'" + shown + "' is not allowed (words of A-Z a-z 0-9 _ - separated by dots)";
      }
    }
    if (first == '_' && end - start == 1) {
      return "a word must not be '_' alone";
    }
    return null;
  }

  static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** A value made fit for one line of an error message. */
  static String shown(String value) {
    return OneLine.of(value, SHOWN_CHARACTERS);
  }
}
