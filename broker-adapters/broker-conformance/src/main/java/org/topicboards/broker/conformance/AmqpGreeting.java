package org.topicboards.broker.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Tells whether an AMQP 0-9-1 broker is ready; a listening socket alone does not say so much. */
public final class AmqpGreeting {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD_FRAME = 1;

  private AmqpGreeting() {}

  /** Whether a broker on this port of the loopback interface greets a client. */
  public static boolean comesFrom(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(PROTOCOL_HEADER);
      return socket.getInputStream().read() == METHOD_FRAME;
    } catch (IOException e) {
      return false;
    }
  }
}
