package org.topicboards.broker.multicast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * Writes a message as it is in a datagram: which parts it has, board, attributes; the body is what
 * follows. Allocates nothing. Not thread-safe.
 */
final class MessageEncoder {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int LONGEST_VARINT_BYTES = 5;
  private static final int TIME_BYTES = 12;

  /** A text so short that its length takes one byte, whatever its characters. */
  private static final int SHORT_CHARACTERS = 42;

  private final UuidText uuid = new UuidText();

  /** The byte that says which parts the message has. */
  private byte parts;

  private static byte parts(Message message, boolean hasUuid) {
    int parts = Frame.HAS_SOURCE | Frame.HAS_TIME;
    parts |= hasUuid ? Frame.HAS_UUID : Frame.HAS_ID;
    parts |= message.type().equals(Message.DEFAULT_TYPE) ? 0 : Frame.HAS_TYPE;
    parts |= message.contentType() == null ? 0 : Frame.HAS_CONTENT_TYPE;
    parts |= message.extensions().isEmpty() ? 0 : Frame.HAS_EXTENSIONS;
    parts |= message.headers().isEmpty() ? 0 : Frame.HAS_HEADERS;
    return (byte) parts;
  }

  /**
   * The most bytes that {@link #encode} can take, which is to be called next for the same message:
   * exact where all texts but the id are short.
   */
  int maxBytes(BoardName board, Message message) {
    parts = parts(message, uuid.take(message.id()));
    int bytes = 2 + board.value().length() + message.attributeBytes() + TIME_BYTES;
    bytes += lengthBytes(message.source());
    bytes +=
        has(Frame.HAS_UUID) ? UuidText.BYTES - message.id().length() : lengthBytes(message.id());
    bytes += has(Frame.HAS_TYPE) ? lengthBytes(message.type()) : -message.type().length();
    String contentType = message.contentType();
    bytes += contentType == null ? 0 : lengthBytes(contentType);
    return bytes + lengthBytes(message.extensions()) + lengthBytes(message.headers());
  }

  /** The most bytes that the lengths of all these texts take, and their count. */
  private static int lengthBytes(Map<String, String> texts) {
    if (texts.isEmpty()) {
      return 0;
    }
    int bytes = LONGEST_VARINT_BYTES;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      bytes += lengthBytes(text.getKey()) + lengthBytes(text.getValue());
    }
    return bytes;
  }

  private static int lengthBytes(String text) {
    return text.length() <= SHORT_CHARACTERS ? 1 : LONGEST_VARINT_BYTES;
  }

  /**
   * Writes all but the body, at most {@link #maxBytes}, from {@code offset} on.
   *
   * @return where the body is to follow
   */
  int encode(BoardName board, Message message, byte[] to, int offset) {
    to[offset] = parts;
    to[offset + 1] = (byte) board.value().length();
    int at = putUtf8(board.value(), to, offset + 2);
    if (has(Frame.HAS_UUID)) {
      uuid.write(to, at);
      at += UuidText.BYTES;
    } else {
      at = putText(message.id(), to, at);
    }
    at = putText(message.source(), to, at);
    if (has(Frame.HAS_TYPE)) {
      at = putText(message.type(), to, at);
    }
    String contentType = message.contentType();
    if (contentType != null) {
      at = putText(contentType, to, at);
    }
    Instant time = message.time();
    LONGS.set(to, at, time.getEpochSecond());
    INTS.set(to, at + Long.BYTES, time.getNano());
    at = putTexts(message.extensions(), to, at + TIME_BYTES);
    return putTexts(message.headers(), to, at);
  }

  private boolean has(int part) {
    return (parts & part) != 0;
  }

  private static int putTexts(Map<String, String> texts, byte[] to, int offset) {
    if (texts.isEmpty()) {
      return offset;
    }
    int at = putVarint(texts.size(), to, offset);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      at = putText(text.getKey(), to, at);
      at = putText(text.getValue(), to, at);
    }
    return at;
  }

  private static int putText(String text, byte[] to, int offset) {
    if (text.length() > SHORT_CHARACTERS) {
      return putUtf8(text, to, putVarint(utf8Length(text), to, offset));
    }
    int end = putUtf8(text, to, offset + 1);
    to[offset] = (byte) (end - offset - 1);
    return end;
  }

  private static int putVarint(int value, byte[] to, int offset) {
    int at = offset;
    int rest = value;
    while (rest > 0x7f) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    return at;
  }

  private static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // a pair of surrogates takes four bytes: two for each of its characters
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }

  /** A message's texts have no unpaired surrogates. */
  private static int putUtf8(String text, byte[] to, int offset) {
    int ascii = 0;
    while (ascii < text.length() && text.charAt(ascii) < 0x80) {
      to[offset + ascii] = (byte) text.charAt(ascii++); // nearly all text: so short a loop pays
    }
    int at = offset + ascii;
    for (int i = ascii; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | c >> 6);
        to[at++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xe0 | c >> 12);
        to[at++] = continuation(c >> 6);
        to[at++] = continuation(c);
      } else {
        int codePoint = text.codePointAt(i++);
        to[at++] = (byte) (0xf0 | codePoint >> 18);
        to[at++] = continuation(codePoint >> 12);
        to[at++] = continuation(codePoint >> 6);
        to[at++] = continuation(codePoint);
      }
    }
    return at;
  }

  /** The lowest six bits as a byte that follows the first. */
  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }
}
