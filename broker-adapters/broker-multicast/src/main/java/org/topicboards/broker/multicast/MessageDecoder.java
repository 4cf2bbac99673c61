package org.topicboards.broker.multicast;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * Reads a message that {@link MessageEncoder} or another implementation of the format wrote.
 * Strict: what it does not understand to the last byte is refused, with {@link
 * MalformedFrameException} and nothing else. Copies nothing but the body and texts that are new.
 * Not thread-safe.
 */
final class MessageDecoder {

  private final TextCache<String> texts = new TextCache<>(Function.identity());
  private final TextCache<Optional<Board>> boards;

  private byte[] bytes = {};
  private int position;
  private int end;

  /** A decoder for a subscriber of boards that match any of the patterns. */
  MessageDecoder(List<BoardPattern> patterns) {
    this.boards = new TextCache<>(name -> Board.of(name, patterns));
  }

  /** The board of an encoded message. */
  Board board(byte[] encoded, int offset, int length) throws MalformedFrameException {
    open(encoded, offset, length);
    take(1);
    return readBoard();
  }

  /** An encoded message. What it leaves out gets the defaults of {@link Message.Builder}. */
  Message message(byte[] encoded, int offset, int length, String defaultSource)
      throws MalformedFrameException {
    open(encoded, offset, length);
    int parts = bytes[take(1)];
    readBoard();
    boolean hasUuid = (parts & Frame.HAS_UUID) != 0;
    if (hasUuid && (parts & Frame.HAS_ID) != 0) {
      throw new MalformedFrameException("a message has two ids");
    }
    try {
      Message.Builder message = Message.from(defaultSource);
      if (hasUuid) {
        message.id(UuidText.read(bytes, take(UuidText.BYTES)));
      } else if ((parts & Frame.HAS_ID) != 0) {
        int idLength = varint();
        message.id(TextCache.text(bytes, take(idLength), idLength));
      }
      if ((parts & Frame.HAS_SOURCE) != 0) {
        message.source(knownText());
      }
      if ((parts & Frame.HAS_TYPE) != 0) {
        message.type(knownText());
      }
      if ((parts & Frame.HAS_CONTENT_TYPE) != 0) {
        message.contentType(knownText());
      }
      if ((parts & Frame.HAS_TIME) != 0) {
        message.time(readTime());
      }
      if ((parts & Frame.HAS_EXTENSIONS) != 0) {
        for (int left = entries(); left > 0; left--) {
          message.extension(knownText(), text());
        }
      }
      if ((parts & Frame.HAS_HEADERS) != 0) {
        for (int left = entries(); left > 0; left--) {
          message.header(knownText(), text());
        }
      }
      return message.body(Arrays.copyOfRange(bytes, position, end)).build();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedFrameException("a message breaks the rules: " + e.getMessage());
    }
  }

  private void open(byte[] encoded, int offset, int length) {
    bytes = encoded;
    position = offset;
    end = offset + length;
  }

  private Board readBoard() throws MalformedFrameException {
    int length = bytes[take(1)] & 0xff;
    Optional<Board> board = boards.get(bytes, take(length), length);
    return board.orElseThrow(() -> new MalformedFrameException("a message is to no board"));
  }

  private Instant readTime() throws MalformedFrameException {
    int at = take(12);
    long seconds = 0;
    for (int i = 0; i < 8; i++) {
      seconds = seconds << 8 | (bytes[at + i] & 0xff);
    }
    int nanos = 0;
    for (int i = 8; i < 12; i++) {
      nanos = nanos << 8 | (bytes[at + i] & 0xff);
    }
    if (nanos < 0 || nanos > 999_999_999) {
      throw new MalformedFrameException("a second has " + nanos + " nanoseconds");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  /** How many pairs of texts follow; each takes two bytes at least. */
  private int entries() throws MalformedFrameException {
    int count = varint();
    if (count > (end - position) / 2) {
      throw new MalformedFrameException("more headers than bytes");
    }
    return count;
  }

  /** A text that is likely to come again. */
  private String knownText() throws MalformedFrameException {
    int length = varint();
    return texts.get(bytes, take(length), length);
  }

  private String text() throws MalformedFrameException {
    int length = varint();
    return TextCache.text(bytes, take(length), length);
  }

  /** Seven bits a byte, the least significant first, at most four bytes. */
  private int varint() throws MalformedFrameException {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int next = bytes[take(1)];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFrameException("a length is too long");
  }

  /** Moves on by so many bytes, and tells where they begin. */
  private int take(int length) throws MalformedFrameException {
    if (length > end - position) {
      throw new MalformedFrameException("a message is cut short");
    }
    int at = position;
    position += length;
    return at;
  }

  /** What a subscriber knows of a board's name. */
  record Board(BoardName name, boolean isWanted) {

    /** Nothing, if this is no board's name. */
    static Optional<Board> of(String name, List<BoardPattern> patterns) {
      if (!BoardName.isValid(name)) {
        return Optional.empty();
      }
      BoardName board = BoardName.of(name);
      boolean isWanted = patterns.stream().anyMatch(pattern -> pattern.matches(board));
      return Optional.of(new Board(board, isWanted));
    }
  }
}
