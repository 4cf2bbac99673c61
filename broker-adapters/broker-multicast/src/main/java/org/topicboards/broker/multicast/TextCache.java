package org.topicboards.broker.multicast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that come again and again (boards, sources, types), found by their bytes
 * without making them anew. Bounded: a text displaces another one of its slot. Not thread-safe.
 *
 * @param <T> what is made of a text
 */
final class TextCache<T> {

  private static final int SLOTS = 512;

  /** Longer ones are unlikely to come again, and are not kept. */
  private static final int LONGEST_KEPT = 255;

  private final Function<String, T> maker;
  private final @Nullable Entry<T>[] entries;

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  TextCache(Function<String, T> maker) {
    this.maker = maker;
    this.entries = (@Nullable Entry<T>[]) new Entry[SLOTS];
  }

  /**
   * What the maker makes of this text.
   *
   * @throws MalformedFrameException if the bytes are no UTF-8
   */
  T get(byte[] bytes, int offset, int length) throws MalformedFrameException {
    if (length > LONGEST_KEPT) {
      return maker.apply(text(bytes, offset, length));
    }
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 9 ^ hash >>> 18) & SLOTS - 1;
    Entry<T> entry = entries[slot];
    if (entry != null
        && Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, offset, offset + length)) {
      return entry.value;
    }
    T value = maker.apply(text(bytes, offset, length));
    entries[slot] = new Entry<>(Arrays.copyOfRange(bytes, offset, offset + length), value);
    return value;
  }

  /** The text of strictly valid UTF-8. */
  static String text(byte[] bytes, int offset, int length) throws MalformedFrameException {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(again, 0, again.length, bytes, offset, offset + length)) {
        throw new MalformedFrameException("a text is no UTF-8");
      }
    }
    return text;
  }

  private static final class Entry<T> {
    private final byte[] bytes;
    private final T value;

    Entry(byte[] bytes, T value) {
      this.bytes = bytes;
      this.value = value;
    }
  }
}
