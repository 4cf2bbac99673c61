package org.topicboards.broker.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
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
    @Nullable IOException failure = firstFailureOfAll(settings, timeout);
    if (failure != null) {
      boolean unknown = failure instanceof UnknownHostException;
      throw new BrokerUnavailableException(
          "cannot connect at "
              + settings.shownUri()
              + (unknown
                  ? ": unknown host " + failure.getMessage() + " (check the name)"
                  : ": nobody listens there (is the broker running?)"),
          failure);
    }
  }

  /** Whether one of the hosts accepts a connection. */
  static boolean isSomebodyThere(KafkaSettings settings, Duration timeout) {
    return firstFailureOfAll(settings, timeout) == null;
  }

  /** Null if one of the hosts accepts a connection, else why the first does not. */
  private static @Nullable IOException firstFailureOfAll(KafkaSettings settings, Duration timeout) {
    int timeoutMillis = (int) Math.max(100, timeout.toMillis() / settings.hosts().size());
    @Nullable IOException first = null;
    for (HostAndPort host : settings.hosts()) {
      InetSocketAddress address = new InetSocketAddress(host.host(), host.port());
      try (Socket socket = new Socket()) {
        if (address.isUnresolved()) {
          throw new UnknownHostException(host.host());
        }
        socket.connect(address, timeoutMillis);
        return null;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }
}
