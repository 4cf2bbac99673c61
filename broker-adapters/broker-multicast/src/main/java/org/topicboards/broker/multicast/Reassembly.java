package org.topicboards.broker.multicast;

import java.util.Arrays;

/**
 * A message of which some fragments are there. They are taken in order only, and room is made as
 * they come: whoever claims to send much makes nobody hold more than about twice what he sent.
 */
final class Reassembly {

  private final long messageNumber;
  private final int messageBytes;
  private final int count;
  private byte[] bytes = {};
  private int filled;
  private int next;
  private long touchedNanos;

  /** Begins with what the first fragment says of the message. */
  Reassembly(DatagramReader first) {
    this.messageNumber = first.messageNumber();
    this.messageBytes = first.fragmentedMessageBytes();
    this.count = first.fragmentCount();
  }

  /**
   * Adds the next fragment.
   *
   * @return false if it is not the next one, or contradicts those before
   */
  boolean add(DatagramReader fragment, long nowNanos) {
    if (fragment.messageNumber() != messageNumber
        || fragment.fragmentIndex() != next
        || fragment.fragmentCount() != count
        || fragment.fragmentedMessageBytes() != messageBytes) {
      return false;
    }
    int length = fragment.fragmentBytes();
    if (filled + length > bytes.length) {
      int grown = Math.max(2 * bytes.length, 16 * length);
      bytes = Arrays.copyOf(bytes, Math.min(messageBytes, grown));
    }
    System.arraycopy(fragment.array(), fragment.fragmentOffset(), bytes, filled, length);
    filled += length;
    next++;
    touchedNanos = nowNanos;
    return true;
  }

  boolean isComplete() {
    return next == count;
  }

  long messageNumber() {
    return messageNumber;
  }

  /** The message, once it is complete. */
  byte[] message() {
    return bytes;
  }

  /** How much memory it takes. */
  int heldBytes() {
    return bytes.length;
  }

  /** When the last fragment came. */
  long touchedNanos() {
    return touchedNanos;
  }
}
