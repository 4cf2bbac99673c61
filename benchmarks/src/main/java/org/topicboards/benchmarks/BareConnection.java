package org.topicboards.benchmarks;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.HostAndPort;

/** Connects amqp-client to the broker of a URI, with nothing of ours in between. */
final class BareConnection {

  private static final int DEFAULT_PORT = 5672;

  private BareConnection() {}

  static Connection open(String server) throws IOException {
    BrokerUri uri = BrokerUri.parse(server);
    HostAndPort host = uri.hosts().get(0);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(host.host());
    factory.setPort(host.portOr(DEFAULT_PORT));
    factory.setUsername(uri.user().orElse(ConnectionFactory.DEFAULT_USER));
    factory.setPassword(uri.password().orElse(ConnectionFactory.DEFAULT_PASS));
    factory.setVirtualHost(uri.path().orElse(ConnectionFactory.DEFAULT_VHOST));
    // Recovery wraps every channel and consumer: without it the bare client is at its fastest.
    factory.setAutomaticRecoveryEnabled(false);
    try {
      return factory.newConnection("benchmarks");
    } catch (TimeoutException e) {
      throw new BrokerUnavailableException("no AMQP broker answers at " + uri, e);
    }
  }

  /** Product and version, as the broker itself gives them. */
  static String product(String server) throws IOException {
    try (Connection connection = open(server)) {
      Map<String, Object> properties = connection.getServerProperties();
      return properties.get("product") + " " + properties.get("version");
    }
  }
}
