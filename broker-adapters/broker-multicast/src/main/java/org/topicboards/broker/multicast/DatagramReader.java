package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Reads what arrived as a datagram and checks it to the last byte, the messages in it excepted. Any
 * bytes can be given to it; it throws nothing. Used again for the next datagram; not thread-safe.
 */
final class DatagramReader {

  /** What to do with a datagram. The accessors hold for {@link #ACCEPTED} only. */
  enum Verdict {
    /** It is of our version and prefix, and as it was sent. */
    ACCEPTED,
    /** It is of another prefix, and no concern of ours. */
    IGNORED,
    /** It is cut short, damaged, of another version or nothing of ours at all. */
    CORRUPT,
    /** A key is needed, and it was signed with another one or not at all. */
    UNAUTHENTICATED
  }

  private static final int LEAST_BYTES = Frame.HEADER_BYTES + Frame.CHECKSUM_BYTES;

  private final long prefix;
  private final @Nullable Mac mac;
  private final byte[] signature = new byte[Frame.HMAC_BYTES];
  private final byte[] claimed = new byte[Frame.HMAC_BYTES];
  private final CRC32C checksum = new CRC32C();

  private ByteBuffer datagram = ByteBuffer.allocate(0);
  private int start;
  private int payloadEnd;
  private int messages;

  /** A reader of one prefix; with a key it accepts what was signed with that only. */
  DatagramReader(long prefix, @Nullable FrameKey key) {
    this.prefix = prefix;
    this.mac = key == null ? null : key.newMac();
  }

  /** Reads the datagram of {@code length} bytes at {@code offset}; the array must not change. */
  Verdict read(byte[] bytes, int offset, int length) {
    if (bytes != datagram.array()) {
      datagram = ByteBuffer.wrap(bytes);
    }
    start = offset;
    if (length < LEAST_BYTES
        || datagram.getInt(start) != Frame.MAGIC
        || bytes[start + Frame.VERSION_OFFSET] != Frame.VERSION
        || (bytes[start + Frame.FLAGS_OFFSET] & ~Frame.FLAG_AUTHENTICATED) != 0
        || bytes[start + Frame.RESERVED_OFFSET] != 0) {
      return Verdict.CORRUPT;
    }
    boolean isSigned = bytes[start + Frame.FLAGS_OFFSET] == Frame.FLAG_AUTHENTICATED;
    if (isSigned && length < LEAST_BYTES + Frame.HMAC_BYTES) {
      return Verdict.CORRUPT;
    }
    int end = start + length - (isSigned ? Frame.HMAC_BYTES : 0);
    payloadEnd = end - Frame.CHECKSUM_BYTES;
    checksum.reset();
    checksum.update(bytes, start, payloadEnd - start);
    if (datagram.getInt(payloadEnd) != (int) checksum.getValue()) {
      return Verdict.CORRUPT;
    }
    if (datagram.getLong(start + Frame.PREFIX_OFFSET) != prefix) {
      return Verdict.IGNORED;
    }
    if (mac != null && !(isSigned && isAuthentic(mac, bytes, end))) {
      return Verdict.UNAUTHENTICATED;
    }
    return isWellFormed() ? Verdict.ACCEPTED : Verdict.CORRUPT;
  }

  byte kind() {
    return datagram.get(start + Frame.KIND_OFFSET);
  }

  long session() {
    return datagram.getLong(start + Frame.SESSION_OFFSET);
  }

  long datagramNumber() {
    return datagram.getLong(start + Frame.DATAGRAM_NUMBER_OFFSET);
  }

  long messageNumber() {
    return datagram.getLong(start + Frame.MESSAGE_NUMBER_OFFSET);
  }

  /** How many whole messages it holds. */
  int messages() {
    return messages;
  }

  byte[] array() {
    return datagram.array();
  }

  /** Where in {@link #array} the payload begins. */
  int payloadOffset() {
    return start + Frame.HEADER_BYTES;
  }

  /** The length of the message whose length bytes are at {@code offset}. */
  int recordBytes(int offset) {
    return datagram.getShort(offset) & 0xffff;
  }

  int fragmentIndex() {
    return datagram.getShort(payloadOffset()) & 0xffff;
  }

  int fragmentCount() {
    return datagram.getShort(payloadOffset() + 2) & 0xffff;
  }

  /** The length of the message that the fragment is of. */
  int fragmentedMessageBytes() {
    return datagram.getInt(payloadOffset() + 4);
  }

  int fragmentOffset() {
    return payloadOffset() + Frame.FRAGMENT_HEADER_BYTES;
  }

  int fragmentBytes() {
    return payloadEnd - fragmentOffset();
  }

  private boolean isAuthentic(Mac key, byte[] bytes, int end) {
    key.update(bytes, start, end - start);
    try {
      key.doFinal(signature, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is room for the signature", e);
    }
    System.arraycopy(bytes, end, claimed, 0, Frame.HMAC_BYTES);
    return MessageDigest.isEqual(signature, claimed); // takes the same time for every difference
  }

  private boolean isWellFormed() {
    boolean isAnnouncement = kind() == Frame.KIND_ANNOUNCEMENT;
    if (!isNumber(datagramNumber()) || !(isNumber(messageNumber()) || isFirst(isAnnouncement))) {
      return false;
    }
    return switch (kind()) {
      case Frame.KIND_MESSAGES -> areRecordsWhole();
      case Frame.KIND_FRAGMENT -> isFragmentWhole();
      case Frame.KIND_ANNOUNCEMENT -> payloadEnd == payloadOffset();
      default -> false;
    };
  }

  /** A session that has sent nothing announces itself with the number 0. */
  private boolean isFirst(boolean isAnnouncement) {
    return isAnnouncement && messageNumber() == 0;
  }

  private static boolean isNumber(long number) {
    return number >= 1 && number <= Frame.MAX_NUMBER;
  }

  private boolean areRecordsWhole() {
    int position = payloadOffset();
    messages = 0;
    while (payloadEnd - position > Frame.RECORD_LENGTH_BYTES) {
      position += Frame.RECORD_LENGTH_BYTES + recordBytes(position);
      messages++;
    }
    return position == payloadEnd
        && messages > 0
        && messageNumber() + messages - 1 <= Frame.MAX_NUMBER;
  }

  /** Index, count and length together say how long each fragment is, and that must be so. */
  private boolean isFragmentWhole() {
    if (fragmentBytes() < 1) {
      return false;
    }
    int index = fragmentIndex();
    int count = fragmentCount();
    int length = fragmentedMessageBytes();
    if (count < 2 || index >= count || length < count || length > Frame.MAX_MESSAGE_BYTES) {
      return false;
    }
    int size = Frame.fragmentBytes(length, count);
    int last = length - (count - 1) * size;
    return last > 0 && fragmentBytes() == (index == count - 1 ? last : size);
  }
}
