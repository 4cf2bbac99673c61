package org.topicboards.broker.multicast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A group that no other test uses, on the loopback interface, which nothing leaves.
 *
 * @param address the group's address, random in the range for local use (RFC 2365)
 * @param port a port that was free
 */
record LoopbackGroup(InetAddress address, int port) {

  static LoopbackGroup find() {
    try (DatagramSocket socket = new DatagramSocket()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      byte[] address = {
        (byte) 239, (byte) 255, (byte) random.nextInt(256), (byte) random.nextInt(1, 255)
      };
      return new LoopbackGroup(InetAddress.getByAddress(address), socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its URI, with more parameters that begin with an ampersand. */
  String uri(String parameters) {
    return "udp://" + address.getHostAddress() + ":" + port + "?interface=" + name() + parameters;
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  NetworkInterface networkInterface() {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name() {
    return networkInterface().getName();
  }
}
