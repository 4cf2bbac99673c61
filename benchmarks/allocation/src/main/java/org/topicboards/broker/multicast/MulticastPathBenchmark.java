package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * Messages into a datagram and out of it again, all but the sockets: in this package, because the
 * frame is nobody else's business. Every figure is that of one message, seven of which fill a
 * datagram.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MulticastPathBenchmark {

  private static final int MESSAGES = 7;
  private static final int MTU_BYTES = 1408;
  private static final long PREFIX = 1;
  private static final long SESSION = 2;

  private final BoardName board = BoardName.of("benchmark.messages");
  private final Message message =
      Message.from("benchmark").contentType("application/octet-stream").body(new byte[100]).build();
  private final Packet packet = new Packet(MTU_BYTES, PREFIX, SESSION, null);
  private final byte[] arrived = new byte[MTU_BYTES];
  private final DatagramDecoder decoder =
      new DatagramDecoder(
          new DatagramReader(PREFIX, null), List.of(BoardPattern.ALL), this::delivered);
  private long messageNumber = 1;
  private long datagramNumber;
  private long deliveredBytes;

  /** Messages packed into a datagram, numbered and summed. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public ByteBuffer send() {
    packet.begin(Frame.KIND_MESSAGES, messageNumber);
    for (int i = 0; i < MESSAGES; i++) {
      long unused = packet.bytesFor(board, message);
      packet.add(board, message);
    }
    messageNumber += MESSAGES;
    return packet.seal(++datagramNumber);
  }

  /** The same, taken from the queue of what arrived, decoded and given to the subscription. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void sendAndReceive(Blackhole blackhole) {
    ByteBuffer datagram = send();
    int length = datagram.remaining();
    datagram.get(arrived, 0, length);
    long before = deliveredBytes;
    decoder.decode(arrived, 0, length, datagramNumber);
    if (deliveredBytes - before != MESSAGES * 100L) {
      throw new IllegalStateException("a message was lost on the way");
    }
    blackhole.consume(deliveredBytes);
  }

  private void delivered(BoardName to, Message received, String publisher, long number) {
    deliveredBytes += received.body().length;
  }
}
