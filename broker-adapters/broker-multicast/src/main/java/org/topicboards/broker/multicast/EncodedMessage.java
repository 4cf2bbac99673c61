package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message too large for one datagram, to be taken in pieces; its body is not copied before. */
final class EncodedMessage {

  private final byte[] attributes;
  private final int attributesLength;
  private final byte[] body;

  EncodedMessage(BoardName board, Message message) {
    MessageEncoder encoder = new MessageEncoder();
    this.attributes = new byte[encoder.maxBytes(board, message)];
    this.attributesLength = encoder.encode(board, message, attributes, 0);
    this.body = message.body();
  }

  /** The length of the whole. */
  int bytes() {
    return attributesLength + body.length;
  }

  /** Copies so many bytes from {@code offset} on. */
  void copy(int offset, int length, ByteBuffer to) {
    int ofAttributes = Math.max(0, Math.min(length, attributesLength - offset));
    if (ofAttributes > 0) {
      to.put(attributes, offset, ofAttributes);
    }
    if (ofAttributes < length) {
      to.put(body, offset + ofAttributes - attributesLength, length - ofAttributes);
    }
  }
}
