package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Ids that are UUIDs in their usual form, 36 characters in lower case, in 16 bytes. */
final class UuidText {

  static final int BYTES = 16;

  private static final int CHARACTERS = 36;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private UuidText() {}

  /** Whether the id survives the way into 16 bytes and back. */
  static boolean isUuid(String id) {
    if (id.length() != CHARACTERS) {
      return false;
    }
    for (int i = 0; i < CHARACTERS; i++) {
      char c = id.charAt(i);
      if (isDash(i) ? c != '-' : digit(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes what {@link #isUuid} approved of. */
  static void write(String uuid, ByteBuffer to) {
    for (int i = 0; i < CHARACTERS; i += 2) {
      if (isDash(i)) {
        i++;
      }
      to.put((byte) (digit(uuid.charAt(i)) << 4 | digit(uuid.charAt(i + 1))));
    }
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
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
