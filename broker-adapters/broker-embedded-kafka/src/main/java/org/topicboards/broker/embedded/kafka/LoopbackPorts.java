package org.topicboards.broker.embedded.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.topicboards.broker.embedded.process.Reason;

/**
 * Kafka is told its ports beforehand, since its parts find each other by them. They are taken from
 * below the range of the ports of outgoing connections, so that none is gone before Kafka has it.
 */
final class LoopbackPorts {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;
  private static final int ATTEMPTS = 100;

  private LoopbackPorts() {}

  /** A port on which nothing listens. */
  static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        bind(port);
        return port;
      } catch (IOException e) {
        // taken; try another
      }
    }
    throw new EmbeddedKafkaException(
        "no free port on 127.0.0.1 from %d to %d in %d attempts"
            .formatted(LOWEST, HIGHEST, ATTEMPTS),
        null);
  }

  /**
   * Finds out in a moment, and with the reason, what Kafka would tell half-started.
   *
   * @throws EmbeddedKafkaException where something listens on the port, or nobody may
   */
  static void requireFree(int port) {
    try {
      bind(port);
    } catch (IOException e) {
      throw new EmbeddedKafkaException(
          "port %d on 127.0.0.1 cannot be used: %s; choose another, or 0 for any that is free"
              .formatted(port, Reason.of(e)),
          e);
    }
  }

  private static void bind(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    }
  }
}
