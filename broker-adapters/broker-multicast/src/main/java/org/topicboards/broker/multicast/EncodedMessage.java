package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** A message too large for one datagram, to be taken in pieces; its body is not copied before. */
final class EncodedMessage {

  private final ByteBuffer attributes;
  private final byte[] body;

  EncodedMessage(BoardName board, Message message) {
    this.attributes = ByteBuffer.allocate(MessageEncoder.maxBytes(board, message));
    this.body = message.body();
    MessageEncoder.encode(board, message, attributes);
    attributes.flip();
  }

  /** The length of the whole. */
  int bytes() {
    return attributes.limit() + body.length;
  }

  /** Copies so many bytes from {@code offset} on. */
  void copy(int offset, int length, ByteBuffer to) {
    int ofAttributes = Math.max(0, Math.min(length, attributes.limit() - offset));
    if (ofAttributes > 0) {
      to.put(attributes.array(), offset, ofAttributes);
    }
    if (ofAttributes < length) {
      to.put(body, offset + ofAttributes - attributes.limit(), length - ofAttributes);
    }
  }
}
