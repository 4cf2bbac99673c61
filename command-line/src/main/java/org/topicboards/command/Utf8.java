package org.topicboards.command;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** UTF-8 that does not replace what it cannot convert. */
public final class Utf8 {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** The text that {@code bytes} are in UTF-8, or null if they are no UTF-8. */
  public static @Nullable String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean suspect = text.indexOf(REPLACEMENT) >= 0;
    return suspect && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? null : text;
  }

  /** {@code text} in UTF-8, or null if it is no Unicode (an unpaired surrogate). */
  public static byte @Nullable [] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b == '?') {
        return isUnicode(text) ? bytes : null;
      }
    }
    return bytes;
  }

  private static boolean isUnicode(String text) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
