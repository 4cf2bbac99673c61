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
 * <p>{@link #begin}, then any number of {@link #bytesFor} and {@link #add} or one {@link
 * #addFragment}, then {@link #seal}.
 */
final class Packet {

  /** A board and a source of one character, id and time. */
  private static final int SMALLEST_USUAL_MESSAGE_BYTES = 33;

  /** As the network takes it, without the copy that the JDK else makes. */
  private final ByteBuffer buffer;

  /** For what is made of single bytes, which the buffer takes in one piece. */
  private final byte[] scratch;

  private final MessageEncoder encoder = new MessageEncoder();
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
    this.buffer = ByteBuffer.allocateDirect(maxBytes);
    this.scratch = new byte[maxBytes];
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

  /** How many bytes a message takes at most; to be asked right before it is added. */
  long bytesFor(BoardName board, Message message) {
    return encoder.maxBytes(board, message) + (long) message.body().length;
  }

  /** Adds a whole message, which has room. */
  void add(BoardName board, Message message) {
    byte[] body = message.body();
    int attributesLength = encoder.encode(board, message, scratch, 0);
    buffer.putShort((short) (attributesLength + body.length));
    buffer.put(scratch, 0, attributesLength).put(body);
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
    checksum.reset();
    checksum.update(buffer.flip());
    buffer.limit(buffer.capacity()).putInt((int) checksum.getValue());
    if (mac != null) {
      sign(mac);
    }
    return buffer.flip();
  }

  private void sign(Mac signer) {
    int length = buffer.position();
    buffer.get(0, scratch, 0, length);
    signer.update(scratch, 0, length);
    try {
      signer.doFinal(scratch, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the scratch has room for the signature", e);
    }
    buffer.put(scratch, 0, Frame.HMAC_BYTES);
  }

  private void reset() {
    buffer.clear().position(Frame.HEADER_BYTES).limit(buffer.capacity() - trailerBytes);
    messages = 0;
  }
}
