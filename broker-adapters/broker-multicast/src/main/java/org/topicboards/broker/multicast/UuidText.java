package org.topicboards.broker.multicast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ids that are UUIDs in their usual form, 36 characters in lower case, in 16 bytes. */
final class UuidText {

  static final int BYTES = 16;

  private static final int CHARACTERS = 36;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** By character; -1 for what is no digit. */
  private static final byte[] VALUES = values();

  private UuidText() {}

  /** Whether the id survives the way into 16 bytes and back. */
  static boolean isUuid(String id) {
    if (id.length() != CHARACTERS
        || id.charAt(8) != '-'
        || id.charAt(13) != '-'
        || id.charAt(18) != '-'
        || id.charAt(23) != '-') {
      return false;
    }
    int digits = digits(id, 0, 8) | digits(id, 9, 13) | digits(id, 14, 18);
    return (digits | digits(id, 19, 23) | digits(id, 24, CHARACTERS)) >= 0;
  }

  /** Negative if one of the characters is no digit. */
  private static int digits(String id, int start, int end) {
    int digits = 0;
    for (int i = start; i < end; i++) {
      digits |= digit(id.charAt(i));
    }
    return digits;
  }

  /** Writes what {@link #isUuid} approved of, from {@code offset} on. */
  static void write(String uuid, byte[] to, int offset) {
    int at = write(uuid, 0, 8, to, offset);
    at = write(uuid, 9, 13, to, at);
    at = write(uuid, 14, 18, to, at);
    at = write(uuid, 19, 23, to, at);
    write(uuid, 24, CHARACTERS, to, at);
  }

  private static int write(String uuid, int start, int end, byte[] to, int offset) {
    int at = offset;
    for (int i = start; i < end; i += 2) {
      to[at++] = (byte) (digit(uuid.charAt(i)) << 4 | digit(uuid.charAt(i + 1)));
    }
    return at;
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
