package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** Makes the datagrams of one publisher, without a network. */
final class Datagrams {

  static final BoardName BOARD = BoardName.of("news");

  private static final int MTU_BYTES = 1_408;

  private final Packet packet;
  private final boolean isSigned;
  private long datagramNumber;
  private long messageNumber;

  Datagrams(long session) {
    this(session, 0, null);
  }

  Datagrams(long session, long prefix, @Nullable FrameKey key) {
    this.packet = new Packet(MTU_BYTES, prefix, session, key);
    this.isSigned = key != null;
  }

  static Message message(int bodyBytes) {
    return Message.from("sender").body(new byte[bodyBytes]).build();
  }

  /** One datagram of so many small messages. */
  byte[] messages(int count) {
    packet.begin(Frame.KIND_MESSAGES, messageNumber + 1);
    for (int i = 0; i < count; i++) {
      Message message = message(i);
      long unused = packet.bytesFor(BOARD, message);
      packet.add(BOARD, message);
    }
    messageNumber += count;
    return sealed();
  }

  /** The datagrams of one large message. */
  List<byte[]> fragments(int bodyBytes) {
    return fragments(message(bodyBytes));
  }

  List<byte[]> fragments(Message message) {
    EncodedMessage encoded = new EncodedMessage(BOARD, message);
    int room = Packet.payloadBytes(MTU_BYTES, isSigned) - Frame.FRAGMENT_HEADER_BYTES;
    int count = (encoded.bytes() + room - 1) / room;
    messageNumber++;
    List<byte[]> datagrams = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      packet.begin(Frame.KIND_FRAGMENT, messageNumber);
      packet.addFragment(index, count, encoded);
      datagrams.add(sealed());
    }
    return datagrams;
  }

  byte[] announcement() {
    packet.begin(Frame.KIND_ANNOUNCEMENT, messageNumber);
    return sealed();
  }

  private byte[] sealed() {
    ByteBuffer sealed = packet.seal(++datagramNumber);
    byte[] datagram = new byte[sealed.remaining()];
    sealed.get(datagram);
    return datagram;
  }
}
