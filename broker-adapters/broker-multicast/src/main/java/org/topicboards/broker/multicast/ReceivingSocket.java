package org.topicboards.broker.multicast;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes datagrams out of a socket. To be woken for one costs more than to take it, sender and
 * receiver alike; so where they follow each other closely, they are let gather for a moment, in the
 * socket's buffer. One thread receives; any may close.
 */
final class ReceivingSocket implements AutoCloseable {

  /** With the timer's slack about 70 microseconds: of the fastest loopback some 20 datagrams. */
  private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  /** A smaller buffer might overflow meanwhile. */
  private static final int LEAST_GATHERING_BYTES = 128 << 10;

  private final DatagramChannel channel;
  private final Selector selector;
  private final boolean mayGather;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(Frame.MAX_DATAGRAM_BYTES);
  private boolean isGathering;

  /**
   * Takes the channel over, unless this fails.
   *
   * @param bufferBytes of the socket
   */
  ReceivingSocket(DatagramChannel channel, int bufferBytes) throws IOException {
    this.channel = channel;
    this.mayGather = bufferBytes >= LEAST_GATHERING_BYTES;
    this.selector = channel.provider().openSelector();
    try {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /**
   * Waits for datagrams and gives out, one by one, all that are there; none, now and then.
   *
   * @param receiver gets the same buffer each time, from its beginning to its limit
   * @throws ClosedChannelException if this was closed
   */
  void receive(Consumer<ByteBuffer> receiver) throws IOException {
    await();
    int taken = 0;
    while (channel.receive(datagram.clear()) != null) {
      receiver.accept(datagram.flip());
      taken++;
    }
    isGathering = mayGather && taken > (isGathering ? 0 : 1);
  }

  private void await() throws IOException {
    if (isGathering) {
      LockSupport.parkNanos(this, GATHER_NANOS);
      return;
    }
    try {
      selector.select(key -> {});
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException();
    }
  }

  /** Leaves the group, and ends the waiting. */
  @Override
  public void close() throws IOException {
    try {
      selector.close();
    } finally {
      channel.close();
    }
  }
}
