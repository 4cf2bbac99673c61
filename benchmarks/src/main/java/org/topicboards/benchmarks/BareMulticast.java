package org.topicboards.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.Semaphore;

/**
 * A {@code DatagramChannel} in a loop: one message, one datagram, its number in the first bytes.
 */
final class BareMulticast {

  private BareMulticast() {}

  /** The measured work: hands the datagrams to the network. */
  static Speed measureSending(Load load) throws IOException {
    LoopbackMulticast group = LoopbackMulticast.find();
    try (DatagramChannel member = group.openReceiver();
        DatagramChannel sender = group.openSender()) {
      ByteBuffer datagram = datagram(load);
      send(sender, datagram, load.warmUpMessages());
      Stopwatch stopwatch = new Stopwatch();
      send(sender, datagram, load.messages());
      Speed speed = stopwatch.speed(load.messages());
      if (!member.isOpen()) {
        throw new IOException("nobody was in the group");
      }
      return speed;
    }
  }

  /** The measured work: sends and receives the datagrams, a window of them on the way. */
  static Speed measureThrough(Load load) throws Exception {
    LoopbackMulticast group = LoopbackMulticast.find();
    try (DatagramChannel member = group.openReceiver();
        DatagramChannel sender = group.openSender()) {
      Semaphore window = new Semaphore(LoopbackMulticast.WINDOW);
      Thread receiver = new Thread(() -> receive(member, window), "receiver");
      receiver.setDaemon(true);
      receiver.start();
      ByteBuffer datagram = datagram(load);
      sendThrough(sender, datagram, window, load.warmUpMessages());
      Stopwatch stopwatch = new Stopwatch();
      sendThrough(sender, datagram, window, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  private static ByteBuffer datagram(Load load) {
    return ByteBuffer.allocateDirect(load.bodyBytes() + LoopbackMulticast.MESSAGE_BYTES);
  }

  private static void send(DatagramChannel sender, ByteBuffer datagram, int messages)
      throws IOException {
    for (int i = 0; i < messages; i++) {
      datagram.clear().putLong(0, i);
      sender.write(datagram);
    }
  }

  private static void sendThrough(
      DatagramChannel sender, ByteBuffer datagram, Semaphore window, int messages)
      throws Exception {
    for (int i = 0; i < messages; i++) {
      window.acquire();
      datagram.clear().putLong(0, i);
      sender.write(datagram);
    }
    window.acquire(LoopbackMulticast.WINDOW);
    window.release(LoopbackMulticast.WINDOW);
  }

  private static void receive(DatagramChannel member, Semaphore window) {
    ByteBuffer datagram = ByteBuffer.allocateDirect(LoopbackMulticast.DATAGRAM_BYTES);
    try {
      while (true) {
        datagram.clear();
        member.receive(datagram);
        window.release();
      }
    } catch (AsynchronousCloseException e) {
      Thread.currentThread().interrupt(); // the end of the run
    } catch (IOException e) {
      throw new IllegalStateException("cannot receive", e);
    }
  }
}
