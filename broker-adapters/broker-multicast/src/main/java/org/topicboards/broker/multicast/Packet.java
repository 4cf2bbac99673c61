package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A datagram under construction, used again for the next one. Not thread-safe.
 *
 * <p>{@link #begin}, then any number of {@link #add} or one {@link #addFragment}, then {@link
 * #seal}.
 */
final class Packet {

  /** A board and a source of one character, id and time. */
  private static final int SMALLEST_USUAL_MESSAGE_BYTES = 33;

  private final ByteBuffer buffer;

  /** The datagram as the network takes it, without the copy that the JDK else makes. */
  private final ByteBuffer sealed;

  private final CRC32C checksum = new CRC32C();
  private final @Nullable Mac mac;
  private final int trailerBytes;
  private int messages;

  /**
   * A packet of one session.
   *
   * @param maxBytes the size of the datagram at most, header and trailer included
   */
  Packet(int maxBytes, long prefix, long session, @Nullable FrameKey key) {
    this.buffer = ByteBuffer.allocate(maxBytes);
    this.sealed = ByteBuffer.allocateDirect(maxBytes);
    this.mac = key == null ? null : key.newMac();
    this.trailerBytes = Frame.CHECKSUM_BYTES + (key == null ? 0 : Frame.HMAC_BYTES);
    buffer.putInt(0, Frame.MAGIC);
    buffer.put(Frame.VERSION_OFFSET, Frame.VERSION);
    buffer.put(Frame.FLAGS_OFFSET, key == null ? 0 : Frame.FLAG_AUTHENTICATED);
    buffer.putLong(Frame.PREFIX_OFFSET, prefix);
    buffer.putLong(Frame.SESSION_OFFSET, session);
    reset();
  }

  /** How many bytes of payload a datagram of {@code maxBytes} has. */
  static int payloadBytes(int maxBytes, boolean isAuthenticated) {
    return maxBytes
        - Frame.HEADER_BYTES
        - Frame.CHECKSUM_BYTES
        - (isAuthenticated ? Frame.HMAC_BYTES : 0);
  }

  /** Begins a datagram of a kind, with its number for messages. */
  void begin(byte kind, long messageNumber) {
    reset();
    buffer.put(Frame.KIND_OFFSET, kind);
    buffer.putLong(Frame.MESSAGE_NUMBER_OFFSET, messageNumber);
  }

  /** Whether a message of so many bytes still has room. */
  boolean hasRoomFor(int messageBytes) {
    return messageBytes <= buffer.limit() - buffer.position() - Frame.RECORD_LENGTH_BYTES;
  }

  /** Whether hardly any message would still have room. */
  boolean isFull() {
    return !hasRoomFor(SMALLEST_USUAL_MESSAGE_BYTES);
  }

  /** Adds a whole message, which has room. */
  void add(BoardName board, Message message, byte parts) {
    int lengthAt = buffer.position();
    int start = lengthAt + Frame.RECORD_LENGTH_BYTES;
    int bodyAt = MessageEncoder.encode(board, message, parts, buffer.array(), start);
    buffer.position(bodyAt).put(message.body());
    buffer.putShort(lengthAt, (short) (buffer.position() - start));
    messages++;
  }

  /** Adds a piece of a message: what is left of the first part up to {@code length}, then body. */
  void addFragment(int index, int count, EncodedMessage message) {
    int length = message.bytes();
    int size = Frame.fragmentBytes(length, count);
    int offset = index * size;
    buffer.putShort((short) index).putShort((short) count).putInt(length);
    message.copy(offset, Math.min(size, length - offset), buffer);
  }

  /** How many whole messages were added. */
  int messages() {
    return messages;
  }

  /** How many bytes the datagram will have. */
  int bytes() {
    return buffer.position() + trailerBytes;
  }

  /** Numbers, sums and signs it: what is to be sent, to be read before the next {@link #begin}. */
  ByteBuffer seal(long datagramNumber) {
    buffer.putLong(Frame.DATAGRAM_NUMBER_OFFSET, datagramNumber);
    buffer.limit(buffer.capacity());
    checksum.reset();
    checksum.update(buffer.array(), 0, buffer.position());
    buffer.putInt((int) checksum.getValue());
    if (mac != null) {
      mac.update(buffer.array(), 0, buffer.position());
      try {
        mac.doFinal(buffer.array(), buffer.position());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the trailer has room for the signature", e);
      }
      buffer.position(buffer.position() + Frame.HMAC_BYTES);
    }
    return sealed.clear().put(buffer.array(), 0, buffer.position()).flip();
  }

  private void reset() {
    buffer.clear().position(Frame.HEADER_BYTES).limit(buffer.capacity() - trailerBytes);
    messages = 0;
  }
}
