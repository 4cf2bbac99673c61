package org.topicboards.broker.kafka;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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

  private static final int HANG_UP_MILLIS = 50;

  private Reachability() {}

  /**
   * Returns as soon as one of the hosts accepts a connection.
   *
   * @throws BrokerUnavailableException if none does
   */
  static void require(KafkaSettings settings, Duration timeout) {
    @Nullable IOException failure = firstFailureOfAll(settings, timeout, accepted -> {});
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

  /** Whether one of the hosts accepts a connection and does not end it at once. */
  static boolean isSomebodyThere(KafkaSettings settings, Duration timeout) {
    return firstFailureOfAll(settings, timeout, Reachability::requireOpen) == null;
  }

  /** Null if one of the hosts accepts a connection, else why the first does not. */
  private static @Nullable IOException firstFailureOfAll(
      KafkaSettings settings, Duration timeout, ConnectionCheck check) {
    int timeoutMillis = (int) Math.max(100, timeout.toMillis() / settings.hosts().size());
    @Nullable IOException first = null;
    for (HostAndPort host : settings.hosts()) {
      InetSocketAddress address = new InetSocketAddress(host.host(), host.port());
      try (Socket socket = new Socket()) {
        if (address.isUnresolved()) {
          throw new UnknownHostException(host.host());
        }
        socket.connect(address, timeoutMillis);
        check.of(socket);
        return null;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }

  /** A load balancer whose broker is away accepts and hangs up; a broker waits to be asked. */
  private static void requireOpen(Socket socket) throws IOException {
    socket.setSoTimeout(HANG_UP_MILLIS);
    try {
      if (socket.getInputStream().read() < 0) {
        throw new ConnectException("the connection was ended at once");
      }
    } catch (SocketTimeoutException e) {
      // somebody waits there
    }
  }

  /** What must hold for a connection that was accepted. */
  private interface ConnectionCheck {
    void of(Socket socket) throws IOException;
  }
}
