package org.topicboards.broker.rabbitmq;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.HostAndPort;

/** An AMQP broker under test, from whose parts the URIs of the tests are made. */
record AmqpAddress(String user, String password, HostAndPort host, String path) {

  private static final int DEFAULT_PORT = 5672;

  static AmqpAddress of(BrokerUri uri) {
    HostAndPort first = uri.hosts().get(0);
    return new AmqpAddress(
        uri.user().orElse("guest"),
        uri.password().orElse("guest"),
        new HostAndPort(first.host(), first.portOr(DEFAULT_PORT)),
        uri.path().map(vhost -> "/" + encoded(vhost)).orElse(""));
  }

  /** The same broker, reached another way. */
  AmqpAddress through(int loopbackPort) {
    return new AmqpAddress(user, password, new HostAndPort("127.0.0.1", loopbackPort), path);
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(host.host(), host.port());
  }

  /** The URI without parameters. */
  String uri() {
    return uri("amqp");
  }

  /** The same with another scheme. */
  String uri(String scheme) {
    return scheme + "://" + encoded(user) + ":" + encoded(password) + "@" + host + path;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "amqp://" + host + path;
  }
}
