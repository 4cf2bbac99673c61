package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * Writes a message as it is in a datagram: which parts it has, board, attributes; the body is what
 * follows. Allocates nothing.
 */
final class MessageEncoder {

  private static final int LONGEST_VARINT_BYTES = 5;
  private static final int TIME_BYTES = 12;

  /** A text so short that its length takes one byte, whatever its characters. */
  private static final int SHORT_CHARACTERS = 42;

  private MessageEncoder() {}

  /** The most bytes that {@link #encode} can take: exact where all texts but the id are short. */
  static int maxBytes(BoardName board, Message message) {
    int bytes = 2 + board.value().length() + message.attributeBytes() + TIME_BYTES;
    bytes += lengthBytes(message.source());
    bytes +=
        UuidText.isUuid(message.id())
            ? UuidText.BYTES - message.id().length()
            : lengthBytes(message.id());
    bytes +=
        message.type().equals(Message.DEFAULT_TYPE)
            ? -message.type().length()
            : lengthBytes(message.type());
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

  /** Writes all but the body, at most {@link #maxBytes}. */
  static void encode(BoardName board, Message message, ByteBuffer to) {
    String id = message.id();
    String contentType = message.contentType();
    boolean hasUuid = UuidText.isUuid(id);
    boolean hasType = !message.type().equals(Message.DEFAULT_TYPE);
    int parts = Frame.HAS_SOURCE | Frame.HAS_TIME | (hasUuid ? Frame.HAS_UUID : Frame.HAS_ID);
    parts |= hasType ? Frame.HAS_TYPE : 0;
    parts |= contentType != null ? Frame.HAS_CONTENT_TYPE : 0;
    parts |= message.extensions().isEmpty() ? 0 : Frame.HAS_EXTENSIONS;
    parts |= message.headers().isEmpty() ? 0 : Frame.HAS_HEADERS;
    to.put((byte) parts);
    putBoard(board.value(), to);
    if (hasUuid) {
      UuidText.write(id, to);
    } else {
      putText(id, to);
    }
    putText(message.source(), to);
    if (hasType) {
      putText(message.type(), to);
    }
    if (contentType != null) {
      putText(contentType, to);
    }
    Instant time = message.time();
    to.putLong(time.getEpochSecond()).putInt(time.getNano());
    putTexts(message.extensions(), to);
    putTexts(message.headers(), to);
  }

  private static void putBoard(String board, ByteBuffer to) {
    to.put((byte) board.length());
    for (int i = 0; i < board.length(); i++) {
      to.put((byte) board.charAt(i)); // all of it ASCII
    }
  }

  private static void putTexts(Map<String, String> texts, ByteBuffer to) {
    if (texts.isEmpty()) {
      return;
    }
    putVarint(texts.size(), to);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      putText(text.getKey(), to);
      putText(text.getValue(), to);
    }
  }

  private static void putText(String text, ByteBuffer to) {
    if (text.length() <= SHORT_CHARACTERS) {
      int lengthAt = to.position();
      to.put((byte) 0);
      putUtf8(text, to);
      to.put(lengthAt, (byte) (to.position() - lengthAt - 1));
    } else {
      putVarint(utf8Length(text), to);
      putUtf8(text, to);
    }
  }

  private static void putVarint(int value, ByteBuffer to) {
    int rest = value;
    while (rest > 0x7f) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
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
  private static void putUtf8(String text, ByteBuffer to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to.put((byte) c);
      } else if (c < 0x800) {
        to.put((byte) (0xc0 | c >> 6)).put(continuation(c));
      } else if (!Character.isSurrogate(c)) {
        to.put((byte) (0xe0 | c >> 12)).put(continuation(c >> 6)).put(continuation(c));
      } else {
        int codePoint = text.codePointAt(i++);
        to.put((byte) (0xf0 | codePoint >> 18)).put(continuation(codePoint >> 12));
        to.put(continuation(codePoint >> 6)).put(continuation(codePoint));
      }
    }
  }

  /** The lowest six bits as a byte that follows the first. */
  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }
}
