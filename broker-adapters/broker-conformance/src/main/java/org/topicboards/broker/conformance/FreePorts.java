package org.topicboards.broker.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must be told theirs beforehand. They lie below the range from which
 * systems take the ports of outgoing connections, so that none is taken before the server starts.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;
  private static final int ATTEMPTS = 100;

  private FreePorts() {}

  /** A port on the loopback interface on which nothing listens. */
  public static int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // taken; try another
      }
    }
    throw new IllegalStateException(
        "no free port from " + LOWEST + " to " + HIGHEST + " in " + ATTEMPTS + " attempts");
  }
}
