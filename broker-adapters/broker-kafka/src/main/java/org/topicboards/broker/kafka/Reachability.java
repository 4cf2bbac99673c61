package org.topicboards.broker.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.HostAndPort;

/**
 * Looks whether anybody listens at all: Kafka's clients try on for the whole of their timeout where
 * every port is closed, and log each attempt.
 */
final class Reachability {

  private Reachability() {}

  /**
   * Returns as soon as one of the hosts accepts a connection.
   *
   * @throws BrokerUnavailableException if none does
   */
  static void require(KafkaSettings settings, Duration timeout) {
    int timeoutMillis = (int) Math.max(100, timeout.toMillis() / settings.hosts().size());
    @Nullable IOException last = null;
    boolean unknownHost = false;
    for (HostAndPort host : settings.hosts()) {
      InetSocketAddress address = new InetSocketAddress(host.host(), host.port());
      unknownHost |= address.isUnresolved();
      try (Socket socket = new Socket()) {
        socket.connect(address, timeoutMillis);
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new BrokerUnavailableException(
        "cannot connect at "
            + settings.shownUri()
            + (unknownHost
                ? ": unknown host (check the name)"
                : ": nobody listens there (is the broker running?)"),
        last);
  }
}
