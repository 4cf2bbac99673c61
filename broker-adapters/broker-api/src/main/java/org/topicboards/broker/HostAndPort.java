package org.topicboards.broker;

/**
 * One host of a {@link BrokerUri}.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535, or {@link #NO_PORT} where the URI names none
 */
public record HostAndPort(String host, int port) {

  /** Stands for a port that the URI leaves to the adapter's default. */
  public static final int NO_PORT = -1;

  /** The port, or the adapter's default where the URI names none. */
  public int portOr(int defaultPort) {
    return port == NO_PORT ? defaultPort : port;
  }

  /** As in a URI. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return port == NO_PORT ? shown : shown + ":" + port;
  }
}
