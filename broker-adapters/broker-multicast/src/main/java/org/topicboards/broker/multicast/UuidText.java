package org.topicboards.broker.multicast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ids that are UUIDs in their usual form, 36 characters in lower case, in 16 bytes; one at a time.
 */
final class UuidText {

  static final int BYTES = 16;

  private static final int CHARACTERS = 36;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** By character; -1 for what is no digit. */
  private static final byte[] VALUES = values();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private long high;
  private long low;

  /** Negative if one of the characters was no digit. */
  private int seen;

  /**
   * Takes an id that survives the way into 16 bytes and back.
   *
   * @return false if it does not; there is nothing to write then
   */
  boolean take(String id) {
    if (id.length() != CHARACTERS
        || id.charAt(8) != '-'
        || id.charAt(13) != '-'
        || id.charAt(18) != '-'
        || id.charAt(23) != '-') {
      return false;
    }
    seen = 0;
    high = digits(id, 0, 8) << 32 | digits(id, 9, 13) << 16 | digits(id, 14, 18);
    low = digits(id, 19, 23) << 48 | digits(id, 24, CHARACTERS);
    return seen >= 0;
  }

  private long digits(String id, int start, int end) {
    long value = 0;
    int all = 0;
    for (int i = start; i < end; i++) {
      int digit = digit(id.charAt(i));
      all |= digit;
      value = value << 4 | digit;
    }
    seen |= all;
    return value;
  }

  /** Writes what was taken last, from {@code offset} on. */
  void write(byte[] to, int offset) {
    LONGS.set(to, offset, high);
    LONGS.set(to, offset + Long.BYTES, low);
  }

  /** The text of the 16 bytes at {@code offset}. */
  static String read(byte[] from, int offset) {
    byte[] text = new byte[CHARACTERS];
    int position = 0;
    for (int i = 0; i < BYTES; i++) {
      if (isDash(position)) {
        text[position++] = '-';
      }
      text[position++] = DIGITS[from[offset + i] >> 4 & 0xf];
      text[position++] = DIGITS[from[offset + i] & 0xf];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static boolean isDash(int index) {
    return index == 8 || index == 13 || index == 18 || index == 23;
  }

  private static int digit(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (byte value = 0; value < DIGITS.length; value++) {
      values[DIGITS[value]] = value;
    }
    return values;
  }
}
