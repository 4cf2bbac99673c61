package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Reception;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * What Jazzer calls with any bytes. They are read as a row of datagrams, each after a byte that
 * says how much of it is repaired, and two for its length. Without the repairs no guess would ever
 * get past the checksum.
 */
public final class FrameFuzz {

  /** What is put right in a datagram before it arrives. */
  static final int REPAIR_MAGIC = 1;

  static final int REPAIR_KIND = 1 << 1;
  static final int REPAIR_SESSION = 1 << 2;
  static final int REPAIR_NUMBERS = 1 << 3;
  static final int REPAIR_CHECKSUM = 1 << 4;
  static final int REPAIR_SIGNATURE = 1 << 5;

  static final FrameKey KEY = new FrameKey(new byte[FrameKey.LEAST_BYTES]);

  /** Between the datagrams of a row a little time passes. */
  private static final long STEP_NANOS = 300_000_000;

  private static final int PREAMBLE_BYTES = 3;
  private static final int KINDS = 4;
  private static final int SESSIONS = 4;

  private long datagramNumber;

  private FrameFuzz() {}

  /** One run. Whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] data) {
    new FrameFuzz().run(data);
  }

  private void run(byte[] data) {
    List<Listener> listeners = List.of(new Listener(null), new Listener(KEY));
    ByteBuffer input = ByteBuffer.wrap(data);
    long nowNanos = 0;
    long datagrams = 0;
    while (input.remaining() >= PREAMBLE_BYTES) {
      int repairs = input.get();
      int length = Math.min(input.getShort() & 0xffff, input.remaining());
      byte[] datagram = new byte[length];
      input.get(datagram);
      repair(datagram, repairs);
      for (Listener listener : listeners) {
        listener.decoder.decode(datagram, 0, length, nowNanos);
        listener.decoder.giveUpOld(nowNanos);
      }
      nowNanos += STEP_NANOS;
      datagrams++;
    }
    for (Listener listener : listeners) {
      listener.check(datagrams);
    }
  }

  private void repair(byte[] datagram, int repairs) {
    ByteBuffer bytes = ByteBuffer.wrap(datagram);
    boolean isSigned = (repairs & REPAIR_SIGNATURE) != 0;
    int trailerBytes = Frame.CHECKSUM_BYTES + (isSigned ? Frame.HMAC_BYTES : 0);
    int checksumAt = datagram.length - trailerBytes;
    if (checksumAt < Frame.HEADER_BYTES) {
      return;
    }
    if ((repairs & REPAIR_MAGIC) != 0) {
      bytes.putInt(0, Frame.MAGIC).put(Frame.VERSION_OFFSET, Frame.VERSION);
      bytes.put(Frame.FLAGS_OFFSET, isSigned ? Frame.FLAG_AUTHENTICATED : 0);
      bytes.put(Frame.RESERVED_OFFSET, (byte) 0).putLong(Frame.PREFIX_OFFSET, 0);
    }
    if ((repairs & REPAIR_KIND) != 0) {
      bytes.put(Frame.KIND_OFFSET, (byte) Math.floorMod(bytes.get(Frame.KIND_OFFSET), KINDS));
    }
    if ((repairs & REPAIR_SESSION) != 0) {
      bytes.putLong(Frame.SESSION_OFFSET, Math.floorMod(bytes.get(Frame.SESSION_OFFSET), SESSIONS));
    }
    if ((repairs & REPAIR_NUMBERS) != 0) {
      bytes.putLong(Frame.DATAGRAM_NUMBER_OFFSET, ++datagramNumber);
      bytes.putLong(Frame.MESSAGE_NUMBER_OFFSET, bytes.get(Frame.MESSAGE_NUMBER_OFFSET) & 0x7f);
    }
    if ((repairs & REPAIR_CHECKSUM) != 0) {
      CRC32C checksum = new CRC32C();
      checksum.update(datagram, 0, checksumAt);
      bytes.putInt(checksumAt, (int) checksum.getValue());
    }
    if (isSigned) {
      Mac mac = KEY.newMac();
      mac.update(datagram, 0, checksumAt + Frame.CHECKSUM_BYTES);
      byte[] signature = mac.doFinal();
      System.arraycopy(signature, 0, datagram, checksumAt + Frame.CHECKSUM_BYTES, Frame.HMAC_BYTES);
    }
  }

  /** A decoder, and the checks of what it delivers and counts. */
  private static final class Listener {
    private final DatagramDecoder decoder;
    private long delivered;

    Listener(@Nullable FrameKey key) {
      this.decoder =
          new DatagramDecoder(
              new DatagramReader(0, key),
              List.of(BoardPattern.ALL, BoardPattern.of("_dead.#")),
              this::deliver);
    }

    /** What was understood must survive being sent again. */
    private void deliver(BoardName board, Message message, String session, long number) {
      delivered++;
      EncodedMessage encoded = new EncodedMessage(board, message);
      ByteBuffer again = ByteBuffer.allocate(encoded.bytes());
      encoded.copy(0, encoded.bytes(), again);
      MessageDecoder messages = new MessageDecoder(List.of(BoardPattern.ALL));
      try {
        Message second = messages.message(again.array(), 0, again.capacity(), "nobody");
        if (!second.equals(message)) {
          throw new IllegalStateException("sent again it is another: " + message);
        }
      } catch (MalformedFrameException e) {
        throw new IllegalStateException("cannot be sent again: " + message, e);
      }
    }

    void check(long datagrams) {
      Reception reception = decoder.reception();
      Reception.Counts total = reception.total();
      boolean isRight =
          reception.publishers().size() <= Publishers.MOST
              && total.lost() >= total.droppedIncomplete()
              && total.droppedIncomplete() >= 0
              && total.received() >= delivered
              && total.duplicate() + total.reordered() + total.unauthenticated() + total.ignored()
                  <= datagrams;
      if (!isRight) {
        throw new IllegalStateException(
            "the account of " + datagrams + " datagrams is wrong: " + total);
      }
    }
  }
}
