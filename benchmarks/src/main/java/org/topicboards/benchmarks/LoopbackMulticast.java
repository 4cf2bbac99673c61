package org.topicboards.benchmarks;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** A group of one run on the loopback interface, which nothing leaves. */
final class LoopbackMulticast {

  /** The adapter's datagrams, and so the bare ones. */
  static final int DATAGRAM_BYTES = 1_408;

  /** What a message of {@link AdapterMulticast} takes in a datagram beside its body. */
  static final int MESSAGE_BYTES = 87;

  /** The body with which one message fills a datagram. */
  static final int FULL_BODY_BYTES = DATAGRAM_BYTES - MESSAGE_BYTES;

  /** Datagrams on the way at a time: they fit into the receiver's buffer, so that none is lost. */
  static final int WINDOW = 500;

  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  private final InetSocketAddress address;
  private final NetworkInterface loopback;

  private LoopbackMulticast(InetSocketAddress address, NetworkInterface loopback) {
    this.address = address;
    this.loopback = loopback;
  }

  static LoopbackMulticast find() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress group = InetAddress.getByAddress(new byte[] {(byte) 239, (byte) 255, 0, 1});
      return new LoopbackMulticast(
          new InetSocketAddress(group, socket.getLocalPort()),
          NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
    }
  }

  /** The adapter's URI, without a limit of the rate. */
  String uri() {
    return "udp://"
        + address.getAddress().getHostAddress()
        + ":"
        + address.getPort()
        + "?rate=0&mtu="
        + DATAGRAM_BYTES
        + "&interface="
        + loopback.getName();
  }

  DatagramChannel openSender() throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
    channel.connect(address);
    return channel;
  }

  /** A member of the group. What it does not read fills its buffer and is then dropped. */
  DatagramChannel openReceiver() throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    channel.bind(address);
    channel.join(address.getAddress(), loopback);
    return channel;
  }
}
