package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.UriParameters;

/**
 * What a URI says to this adapter, checked.
 *
 * @param shownUri the URI without its password
 * @param queueType {@code classic}, {@code quorum}, or empty for the broker's own default
 * @param caCertFile PEM certificates to trust, or null for the JVM's
 */
record RabbitMqSettings(
    String shownUri,
    List<Address> addresses,
    boolean tls,
    String user,
    String password,
    String virtualHost,
    String prefix,
    String queueType,
    boolean archive,
    long maxBodyBytes,
    Duration heartbeat,
    @Nullable Path caCertFile) {

  private static final int PLAIN_PORT = 5672;
  private static final int TLS_PORT = 5671;

  /** Queue names have at most 255 bytes, subscription names at most 100. */
  private static final int LONGEST_PREFIX = 100;

  static RabbitMqSettings of(BrokerUri uri) {
    boolean tls = uri.scheme().equals("amqps");
    UriParameters parameters = new UriParameters(uri);
    Optional<String> prefix = parameters.text("prefix");
    if (prefix.isPresent() && !prefix.get().matches("[A-Za-z0-9._-]{0," + LONGEST_PREFIX + "}")) {
      parameters.fault(
          "prefix was '"
              + prefix.get()
              + "' but must be at most "
              + LONGEST_PREFIX
              + " of A-Z a-z 0-9 . _ -");
    }
    Optional<String> caCertFile = parameters.text("cacertfile");
    if (caCertFile.isPresent() && !tls) {
      parameters.fault("cacertfile needs amqps://");
    }
    RabbitMqSettings settings =
        new RabbitMqSettings(
            uri.toString(),
            uri.hosts().stream()
                .map(host -> new Address(host.host(), host.portOr(tls ? TLS_PORT : PLAIN_PORT)))
                .toList(),
            tls,
            uri.user().orElse("guest"),
            uri.password().orElse("guest"),
            uri.path().filter(path -> !path.isEmpty()).orElse("/"),
            prefix.orElse(""),
            parameters.choice("queue-type", "", "classic", "quorum"),
            parameters.choice("archive", "on", "off").equals("on"),
            parameters.bytes(
                "max-body",
                PublishBounds.DEFAULT_MAX_BODY_BYTES,
                1,
                PublishBounds.LARGEST_MAX_BODY_BYTES),
            parameters.duration("heartbeat", Duration.ofSeconds(20), Duration.ofSeconds(1)),
            caCertFile.map(Path::of).orElse(null));
    parameters.check();
    return settings;
  }

  /** A factory for connections that recover nothing by themselves: this adapter does that. */
  ConnectionFactory connectionFactory(ConnectOptions options) {
    int connectTimeoutMillis =
        Math.max(500, Math.toIntExact(options.connectTimeout().toMillis() / addresses.size()));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setVirtualHost(virtualHost);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(Math.toIntExact(heartbeat.toSeconds()));
    factory.setConnectionTimeout(connectTimeoutMillis);
    factory.setHandshakeTimeout(connectTimeoutMillis);
    factory.setChannelRpcTimeout(Math.toIntExact(options.connectTimeout().toMillis()));
    factory.setShutdownTimeout(0);
    // Without it the embedded broker unpacks bodies with the content encoding gzip; they are the
    // application's, to be left as they are.
    factory.getClientProperties().put("qpid.message_compression_supported", "true");
    factory.setMaxInboundMessageBodySize(Integer.MAX_VALUE);
    factory.setThreadFactory(
        runnable -> {
          Thread thread = new Thread(runnable, "amqp " + options.clientName());
          thread.setDaemon(true);
          return thread;
        });
    if (tls) {
      factory.useSslProtocol(sslContext());
      factory.enableHostnameVerification();
    }
    return factory;
  }

  private SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(caCertFile == null ? null : trustStore(caCertFile));
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new BadConfigurationException(
          caCertFile == null
              ? "TLS cannot be set up: " + e.getMessage()
              : "cacertfile '" + caCertFile + "' cannot be used: it must be a readable PEM file",
          e);
    }
  }

  private static KeyStore trustStore(Path pemFile) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(pemFile)) {
      int index = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
    }
    return store;
  }
}
