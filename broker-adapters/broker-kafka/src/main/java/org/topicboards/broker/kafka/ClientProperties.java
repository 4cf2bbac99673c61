package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.UriParameters;
import org.topicboards.message.Message;

/**
 * The properties of Kafka's producer, consumer and admin client: what the URI passes on, over
 * defaults of ours, under what the guarantees need.
 */
final class ClientProperties {

  /** What one record may have beside body and headers: key, framing, batch. */
  private static final int RECORD_OVERHEAD_BYTES = 64 << 10;

  private static final int SESSION_TIMEOUT_MILLIS = 10_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 30_000;
  private static final int METADATA_MAX_AGE_MILLIS = 10_000;
  private static final int MOST_POLLED_RECORDS = 1_000;
  private static final int LARGEST_FETCH_BYTES = 50 << 20;
  private static final int LARGEST_PARTITION_FETCH_BYTES = 4 << 20;
  private static final long LEAST_PRODUCER_BUFFER_BYTES = 32L << 20;

  /** Set here, because a guarantee rests on it or the URI says it elsewhere. */
  private static final Set<String> FIXED =
      Set.of(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
          CommonClientConfigs.CLIENT_ID_CONFIG,
          AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.RETRIES_CONFIG,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          ProducerConfig.BUFFER_MEMORY_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          // Named the same for consumers: both may change or withhold messages.
          ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG);

  /** What Kafka's clients can log in by, unless they are given more by security.providers. */
  private static final List<String> MECHANISMS =
      List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI", "OAUTHBEARER");

  private final KafkaSettings settings;
  private final ConnectOptions options;

  ClientProperties(KafkaSettings settings, ConnectOptions options) {
    this.settings = settings;
    this.options = options;
  }

  /** What a URI passes on to the clients; what is refused becomes a fault. */
  static Map<String, String> of(BrokerUri uri, UriParameters parameters) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : uri.parameters().entrySet()) {
      String name = parameter.getKey();
      if (FIXED.contains(name)) {
        parameters.text(name);
        parameters.fault(name + " cannot be set: the guarantees of this adapter rest on it");
      } else if (isKnown(name)) {
        parameters.text(name);
        properties.put(name, parameter.getValue());
      }
    }
    String mechanism = properties.get(SaslConfigs.SASL_MECHANISM);
    if (mechanism != null && !isMechanism(mechanism, properties)) {
      parameters.fault(
          "sasl.mechanism was '"
              + mechanism
              + "' but must be one of "
              + String.join(", ", MECHANISMS));
    }
    uri.user().ifPresent(user -> logIn(user, uri.password().orElse(""), properties));
    return Map.copyOf(properties);
  }

  /** With one that is unknown the clients would try on in silence until their time is over. */
  private static boolean isMechanism(String mechanism, Map<String, String> properties) {
    return MECHANISMS.contains(mechanism)
        || properties.containsKey(SecurityConfig.SECURITY_PROVIDERS_CONFIG);
  }

  private static boolean isKnown(String name) {
    return ProducerConfig.configNames().contains(name)
        || ConsumerConfig.configNames().contains(name)
        || AdminClientConfig.configNames().contains(name);
  }

  private static void logIn(String user, String password, Map<String, String> properties) {
    properties.putIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT");
    String mechanism = properties.computeIfAbsent(SaslConfigs.SASL_MECHANISM, name -> "PLAIN");
    String module =
        mechanism.startsWith("SCRAM-")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    properties.putIfAbsent(
        SaslConfigs.SASL_JAAS_CONFIG,
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(module, quoted(user), quoted(password)));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The largest record of a topic whose bodies have at most so many bytes. */
  static int largestRecordBytes(long maxBodyBytes) {
    return Math.toIntExact(maxBodyBytes + Message.MAX_HEADERS_BYTES + RECORD_OVERHEAD_BYTES);
  }

  Map<String, Object> admin() {
    Map<String, Object> properties = common(AdminClientConfig.configNames());
    int timeoutMillis = connectTimeoutMillis();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
    limitRequests(properties, timeoutMillis);
    return properties;
  }

  /**
   * A producer that keeps the contract.
   *
   * @param largestRecordBytes larger records fail
   */
  Map<String, Object> producer(PublisherOptions publisherOptions, int largestRecordBytes) {
    Map<String, Object> properties = new HashMap<>();
    int timeoutMillis = millis(publisherOptions.timeout());
    // Batches fill while others are on their way; waiting for company costs one at a time dearly.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.putAll(common(ProducerConfig.configNames()));
    int lingerMillis = number(properties, ProducerConfig.LINGER_MS_CONFIG);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMillis);
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.max(timeoutMillis, lingerMillis + 1));
    limitRequests(properties, Math.max(1, timeoutMillis - lingerMillis));
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestRecordBytes);
    // The window is what holds a publisher back; the buffer has room for all of it.
    properties.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(LEAST_PRODUCER_BUFFER_BYTES, 2 * publisherOptions.windowBytes())
            + largestRecordBytes);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return properties;
  }

  /** A consumer in a group. */
  Map<String, Object> consumer(SubscriptionOptions subscription, String group) {
    Map<String, Object> properties = new HashMap<>();
    Map<String, Object> common = common(ConsumerConfig.configNames());
    Object protocol = common.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    if (!GroupProtocol.CONSUMER.name().equalsIgnoreCase(String.valueOf(protocol))) {
      // With the newer protocol these are the broker's to say.
      properties.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
    }
    properties.putAll(consumer(subscription));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return properties;
  }

  /** A consumer without a group. */
  Map<String, Object> consumer(SubscriptionOptions subscription) {
    Map<String, Object> properties = new HashMap<>();
    // How soon partitions that are added to a topic are found.
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
    int fetchBytes = (int) Math.min(subscription.prefetchBytes(), LARGEST_FETCH_BYTES);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
    properties.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Math.min(fetchBytes, LARGEST_PARTITION_FETCH_BYTES));
    properties.putAll(common(ConsumerConfig.configNames()));
    properties.put(
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        Math.min(subscription.prefetchMessages(), MOST_POLLED_RECORDS));
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, connectTimeoutMillis());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A position that the broker no longer has is told, never replaced in silence.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }

  private Map<String, Object> common(Set<String> names) {
    Map<String, Object> properties = new HashMap<>();
    // Both cost a command some of its start.
    properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    settings
        .clientProperties()
        .forEach(
            (name, value) -> {
              if (names.contains(name)) {
                properties.put(name, value);
              }
            });
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, options.clientName());
    return properties;
  }

  /** What one request may take is at most what all attempts together may. */
  private static void limitRequests(Map<String, Object> properties, int mostMillis) {
    String name = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;
    properties.putIfAbsent(name, REQUEST_TIMEOUT_MILLIS);
    properties.put(name, Math.min(number(properties, name), mostMillis));
  }

  private static int number(Map<String, Object> properties, String name) {
    return (int) ConfigDef.parseType(name, properties.get(name), ConfigDef.Type.INT);
  }

  private int connectTimeoutMillis() {
    return millis(options.connectTimeout());
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }
}
