package org.topicboards.broker.embedded.kafka;

/**
 * A further port of the broker, for clients that come through a proxy. A Kafka client goes on to
 * the address that the broker advertises on the listener it came in by; here that is the proxy's,
 * so that the client stays behind the proxy.
 *
 * @param port where the broker listens on 127.0.0.1, and the proxy connects to
 * @param advertisedPort where the proxy listens on 127.0.0.1, and clients connect to
 */
public record ProxiedListener(int port, int advertisedPort) {

  /**
   * Checks the ports.
   *
   * @throws IllegalArgumentException where one is no port
   */
  public ProxiedListener {
    requirePort(port);
    requirePort(advertisedPort);
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
    }
  }
}
