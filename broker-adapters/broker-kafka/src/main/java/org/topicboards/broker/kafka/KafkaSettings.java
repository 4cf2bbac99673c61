package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.HostAndPort;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.UriParameters;
import org.topicboards.message.BoardName;

/**
 * What a URI says to this adapter, checked.
 *
 * @param shownUri the URI without its password
 * @param hosts where brokers can be asked, each with its port
 * @param user who logs in, for messages; empty where nobody does
 * @param retentionMillis of topics created here, or {@link #BROKERS_OWN}
 * @param replication of topics created here, or {@link #BROKERS_OWN}
 * @param clientProperties for Kafka's own clients; may hold a password
 */
record KafkaSettings(
    String shownUri,
    List<HostAndPort> hosts,
    String user,
    String prefix,
    int partitions,
    short replication,
    long retentionMillis,
    long maxBodyBytes,
    Map<String, String> clientProperties) {

  /** Stands for what the broker is configured to do. */
  static final int BROKERS_OWN = -1;

  private static final int DEFAULT_PORT = 9092;

  /** The longest name of a topic that Kafka takes. */
  private static final int LONGEST_TOPIC = 249;

  private static final int LONGEST_PREFIX = LONGEST_TOPIC - BoardName.MAX_LENGTH;

  static KafkaSettings of(BrokerUri uri) {
    UriParameters parameters = new UriParameters(uri);
    String prefix = parameters.text("prefix").orElse("");
    if (!prefix.matches("[A-Za-z0-9._-]{0," + LONGEST_PREFIX + "}")) {
      parameters.fault(
          "prefix was '"
              + prefix
              + "' but must be at most "
              + LONGEST_PREFIX
              + " of A-Z a-z 0-9 . _ -");
    }
    if (uri.path().isPresent() && !uri.path().get().isEmpty()) {
      parameters.fault("Kafka has no '/" + uri.path().get() + "' (leave it out)");
    }
    Duration noRetention = Duration.ofMillis(1);
    Duration retention = parameters.duration("retention", noRetention, Duration.ofSeconds(1));
    KafkaSettings settings =
        new KafkaSettings(
            uri.toString(),
            uri.hosts().stream()
                .map(host -> new HostAndPort(host.host(), host.portOr(DEFAULT_PORT)))
                .toList(),
            uri.user().orElse(""),
            prefix,
            (int) parameters.number("partitions", 1, 1, 10_000),
            (short) parameters.number("replication", BROKERS_OWN, 1, Short.MAX_VALUE),
            retention.equals(noRetention) ? BROKERS_OWN : retention.toMillis(),
            parameters.bytes(
                "max-body",
                PublishBounds.DEFAULT_MAX_BODY_BYTES,
                1,
                PublishBounds.LARGEST_MAX_BODY_BYTES),
            ClientProperties.of(uri, parameters));
    parameters.alsoKnown("the properties of Kafka's clients");
    parameters.check();
    return settings;
  }

  /** The hosts as Kafka's clients want them. */
  String bootstrapServers() {
    return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
  }

  /** How its clients speak with the brokers, such as {@code SASL_SSL}. */
  String securityProtocol() {
    return clientProperties.getOrDefault(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
  }

  /** The URI, which shows no password; the client properties would. */
  @Override
  public String toString() {
    return shownUri;
  }
}
