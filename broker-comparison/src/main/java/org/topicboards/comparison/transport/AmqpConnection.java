package org.topicboards.comparison.transport;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.HostAndPort;

/** Connects amqp-client to the broker of a URI, with nothing of ours in between. */
final class AmqpConnection {

  static final int DEFAULT_PORT = 5672;

  private static final int TIMEOUT_MILLIS = 10_000;

  private AmqpConnection() {}

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Whether this can connect: the adapter alone knows TLS. */
  static boolean isPossible(BrokerUri uri) {
    return uri.scheme().equals("amqp");
  }

  static Connection open(BrokerUri uri) {
    HostAndPort host = uri.hosts().get(0);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(host.host());
    factory.setPort(host.portOr(DEFAULT_PORT));
    factory.setUsername(uri.user().orElse(ConnectionFactory.DEFAULT_USER));
    factory.setPassword(uri.password().orElse(ConnectionFactory.DEFAULT_PASS));
    factory.setVirtualHost(uri.path().orElse(ConnectionFactory.DEFAULT_VHOST));
    factory.setConnectionTimeout(TIMEOUT_MILLIS);
    factory.setShutdownTimeout(0);
    // Recovery wraps every channel and consumer: without it the bare client is at its fastest.
    factory.setAutomaticRecoveryEnabled(false);
    if (!isPossible(uri)) {
      throw new BadConfigurationException("the bare client cannot connect as " + uri + " asks for");
    }
    return doing(
        uri,
        () -> {
          try {
            return factory.newConnection(Wire.CLIENT + " (bare)");
          } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
          }
        });
  }

  /** Does the work; what goes wrong is one line. */
  static <T> T doing(Work<T> work) {
    try {
      return work.run();
    } catch (IOException | AlreadyClosedException e) {
      throw new BrokerUnavailableException("the AMQP connection failed: " + reason(e), e);
    }
  }

  /** The same, naming the broker. */
  static <T> T doing(BrokerUri uri, Work<T> work) {
    try {
      return work.run();
    } catch (IOException | AlreadyClosedException e) {
      throw new BrokerUnavailableException("no AMQP broker at " + uri + ": " + reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
