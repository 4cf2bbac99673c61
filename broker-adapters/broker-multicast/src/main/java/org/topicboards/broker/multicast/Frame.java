package org.topicboards.broker.multicast;

/**
 * The layout of a datagram, as {@code docs/multicast-frame.md} describes it. All numbers are
 * unsigned, the most significant byte first.
 *
 * <pre>
 *  0  magic "TBMC"           8  prefix (first 8 bytes of its SHA-256, 0 for none)
 *  4  version               16  session
 *  5  kind                  24  datagram number, from 1
 *  6  flags                 32  message number, from 1
 *  7  0                     40  payload, then CRC32C (4 bytes), then HMAC (32 bytes, if flagged)
 * </pre>
 */
final class Frame {

  static final int MAGIC = 0x54424d43;
  static final byte VERSION = 1;

  /** Whole messages, each after its length in two bytes; the header's number is the first's. */
  static final byte KIND_MESSAGES = 1;

  /** A piece of the message with the header's number. */
  static final byte KIND_FRAGMENT = 2;

  /** No payload: the header's number is that of the last message sent, 0 before the first. */
  static final byte KIND_ANNOUNCEMENT = 3;

  static final byte FLAG_AUTHENTICATED = 1;

  static final int VERSION_OFFSET = 4;
  static final int KIND_OFFSET = 5;
  static final int FLAGS_OFFSET = 6;
  static final int RESERVED_OFFSET = 7;
  static final int PREFIX_OFFSET = 8;
  static final int SESSION_OFFSET = 16;
  static final int DATAGRAM_NUMBER_OFFSET = 24;
  static final int MESSAGE_NUMBER_OFFSET = 32;
  static final int HEADER_BYTES = 40;

  static final int CHECKSUM_BYTES = 4;
  static final int HMAC_BYTES = 32;

  static final int RECORD_LENGTH_BYTES = 2;

  /** Index and count of the fragment in two bytes each, length of the message in four. */
  static final int FRAGMENT_HEADER_BYTES = 8;

  static final int MAX_FRAGMENTS = 0xffff;

  /** The largest body and attributes that can be posted, and what frames them. */
  static final int MAX_MESSAGE_BYTES = (16 << 20) + (256 << 10);

  /** Numbers end here, so that no sum of gaps can overflow. */
  static final long MAX_NUMBER = (1L << 48) - 1;

  /** The largest payload of a UDP datagram over IPv4. */
  static final int MAX_DATAGRAM_BYTES = 65_507;

  /** The optional parts of a message, in the order in which they follow the board. */
  static final int HAS_ID = 1;

  /** The id is a UUID, in 16 bytes. */
  static final int HAS_UUID = 1 << 1;

  static final int HAS_SOURCE = 1 << 2;
  static final int HAS_TYPE = 1 << 3;
  static final int HAS_CONTENT_TYPE = 1 << 4;
  static final int HAS_TIME = 1 << 5;
  static final int HAS_EXTENSIONS = 1 << 6;
  static final int HAS_HEADERS = 1 << 7;

  private Frame() {}

  /** How many bytes each fragment but the last carries, for a message of so many in all. */
  static int fragmentBytes(int messageBytes, int fragmentCount) {
    return (messageBytes + fragmentCount - 1) / fragmentCount;
  }
}
