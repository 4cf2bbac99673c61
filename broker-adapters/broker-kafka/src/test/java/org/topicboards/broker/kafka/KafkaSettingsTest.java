package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.HostAndPort;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;

class KafkaSettingsTest {

  private static final String SECRET = "top\\\"secret";
  private static final String SECRET_IN_URI = "top%5C%22secret";

  @Test
  void shouldFillInWhatAUriLeavesOut() {
    KafkaSettings settings = settings("kafka://localhost");

    assertThat(settings.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(settings.user()).isEmpty();
    assertThat(settings.prefix()).isEmpty();
    assertThat(settings.partitions()).isEqualTo(1);
    assertThat(settings.replication()).isEqualTo((short) KafkaSettings.BROKERS_OWN);
    assertThat(settings.retentionMillis()).isEqualTo(KafkaSettings.BROKERS_OWN);
    assertThat(settings.maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(settings.clientProperties()).isEmpty();
  }

  @Test
  void shouldReadEveryPart() {
    KafkaSettings settings =
        settings(
            "kafka://alice:s3@one,two:9192?prefix=t.&partitions=4&replication=3&retention=30d"
                + "&max-body=16m&compression.type=lz4");

    assertThat(settings.hosts())
        .containsExactly(new HostAndPort("one", 9092), new HostAndPort("two", 9192));
    assertThat(settings.bootstrapServers()).isEqualTo("one:9092,two:9192");
    assertThat(settings.user()).isEqualTo("alice");
    assertThat(settings.prefix()).isEqualTo("t.");
    assertThat(settings.partitions()).isEqualTo(4);
    assertThat(settings.replication()).isEqualTo((short) 3);
    assertThat(settings.retentionMillis()).isEqualTo(Duration.ofDays(30).toMillis());
    assertThat(settings.maxBodyBytes()).isEqualTo(16 << 20);
    assertThat(settings.clientProperties()).containsEntry("compression.type", "lz4");
  }

  @Test
  void shouldReportEveryFaultAtOnce() {
    assertThatThrownBy(
            () ->
                settings(
                    "kafka://h/topic?prefix=a%20b&partitions=0&replication=x&retention=1ms"
                        + "&max-body=17m&acks=1&linger.mss=3"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("prefix was 'a b'")
        .hasMessageContaining("Kafka has no '/topic'")
        .hasMessageContaining("partitions was '0'")
        .hasMessageContaining("replication was 'x'")
        .hasMessageContaining("retention was '1ms'")
        .hasMessageContaining("max-body was '17m'")
        .hasMessageContaining("acks cannot be set")
        .hasMessageContaining("unknown parameter linger.mss")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "client.id",
        "acks",
        "enable.idempotence",
        "retries",
        "delivery.timeout.ms",
        "max.request.size",
        "transactional.id",
        "partitioner.class",
        "partitioner.ignore.keys",
        "interceptor.classes",
        "default.api.timeout.ms",
        "value.serializer",
        "group.id",
        "group.instance.id",
        "enable.auto.commit",
        "auto.offset.reset",
        "max.poll.records"
      })
  void shouldRefuseWhatAGuaranteeRestsOn(String name) {
    assertThatThrownBy(() -> settings("kafka://h?" + name + "=1"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(name + " cannot be set");
  }

  @Test
  void shouldRefuseAnUnknownMechanism() {
    assertThatThrownBy(() -> settings("kafka://alice:s3cret@h?sasl.mechanism=NOPE"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("sasl.mechanism was 'NOPE' but must be one of PLAIN, SCRAM-SHA-256")
        .hasMessageNotContaining("s3cret");

    assertThat(
            settings("kafka://h?sasl.mechanism=NOPE&security.providers=a.b.C").clientProperties())
        .containsEntry("sasl.mechanism", "NOPE");
  }

  @Test
  void shouldLeaveRoomForABoardBehindThePrefix() {
    String longest = "p".repeat(49);

    assertThat(settings("kafka://h?prefix=" + longest).prefix()).isEqualTo(longest);
    assertThatThrownBy(() -> settings("kafka://h?prefix=" + longest + "p"))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("at most 49");
  }

  @Test
  void shouldPassEachPropertyToTheClientsThatKnowIt() {
    ClientProperties properties =
        properties("kafka://h?compression.type=zstd&fetch.max.wait.ms=50&security.protocol=SSL");

    assertThat(producer(properties, Duration.ofSeconds(5)))
        .containsEntry("compression.type", "zstd")
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKey("fetch.max.wait.ms");
    assertThat(properties.consumer(subscription(), "boards.alice"))
        .containsEntry("fetch.max.wait.ms", "50")
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKey("compression.type");
    assertThat(properties.admin())
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKeys("compression.type", "fetch.max.wait.ms");
  }

  @Test
  void shouldSetAProducerThatLosesNothingAndDoesNotWaitForCompany() {
    assertThat(producer(properties("kafka://h"), Duration.ofSeconds(5)))
        .containsEntry("bootstrap.servers", "h:9092")
        .containsEntry("client.id", "topic-boards")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("linger.ms", 0)
        .containsEntry("delivery.timeout.ms", 5_000)
        .containsEntry("max.block.ms", 5_000)
        .containsEntry("request.timeout.ms", 5_000);
  }

  @Test
  void shouldLetLingerTakeItsShareOfTheTimeout() {
    assertThat(producer(properties("kafka://h?linger.ms=200"), Duration.ofSeconds(1)))
        .containsEntry("linger.ms", "200")
        .containsEntry("delivery.timeout.ms", 1_000)
        .containsEntry("request.timeout.ms", 800);
  }

  /** The longest that a request may take is asked for by the URI, that of a message by its post. */
  @Test
  void shouldLetNoRequestTakeLongerThanWhatItIsFor() {
    ClientProperties properties = properties("kafka://h?request.timeout.ms=20000");

    assertThat(producer(properties, Duration.ofSeconds(60)))
        .containsEntry("request.timeout.ms", 20_000);
    assertThat(producer(properties, Duration.ofSeconds(5)))
        .containsEntry("request.timeout.ms", 5_000);
    assertThat(properties.admin()).containsEntry("request.timeout.ms", 10_000);
    clients("kafka://localhost?request.timeout.ms=20000").producer().close(Duration.ZERO);
  }

  /** Up to five requests on their way keep the order; Kafka's producer refuses more. */
  @Test
  void shouldTakeAsManyRequestsOnTheirWayAsKeepTheOrder() {
    String name = "max.in.flight.requests.per.connection";

    clients("kafka://localhost?" + name + "=5").producer().close(Duration.ZERO);
    assertThatThrownBy(() -> clients("kafka://localhost?" + name + "=6").producer())
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(name);
  }

  @Test
  void shouldRefuseAValueThatTheClientDoesNotTake() {
    assertThatThrownBy(
            () -> clients("kafka://h?linger.ms=soon").producer(PublisherOptions.DEFAULTS))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("Invalid value soon for configuration linger.ms");
    assertThatThrownBy(() -> clients("kafka://h?fetch.min.bytes=few").reader())
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("Invalid value few for configuration fetch.min.bytes");
    assertThatThrownBy(() -> clients("kafka://h?security.protocol=none").admin())
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("Invalid value none for configuration security.protocol");
  }

  @Test
  void shouldSetAConsumerThatCommitsByItselfAloneAndSkipsNothingInSilence() {
    assertThat(
            properties("kafka://h").consumer(subscription().prefetch(20, 1 << 20), "boards.alice"))
        .containsEntry("group.id", "boards.alice")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("allow.auto.create.topics", false)
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("max.poll.records", 20)
        .containsEntry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    assertThat(properties("kafka://h").consumer(subscription())).doesNotContainKey("group.id");
  }

  @Test
  void shouldLeaveToTheBrokerWhatTheNewerProtocolDoesThere() {
    assertThat(
            properties("kafka://h?group.protocol=consumer")
                .consumer(subscription(), "boards.alice"))
        .containsEntry("group.protocol", "consumer")
        .doesNotContainKeys("partition.assignment.strategy", "session.timeout.ms");
  }

  @Test
  void shouldLogInByPlainWhereTheUriNamesAUser() {
    assertThat(settings("kafka://alice:" + SECRET_IN_URI + "@h").clientProperties())
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"alice\" password=\"top\\\\\\\"secret\";");
  }

  @Test
  void shouldLogInByTheMechanismThatTheUriNames() {
    assertThat(
            settings("kafka://alice:s3@h?sasl.mechanism=SCRAM-SHA-512&security.protocol=SASL_SSL")
                .clientProperties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"alice\" password=\"s3\";");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka://alice:" + SECRET_IN_URI + "@h",
        "kafka://h?sasl.jaas.config=password%3D" + SECRET_IN_URI,
        "kafka://h?ssl.keystore.password=" + SECRET_IN_URI
      })
  void shouldNotShowCredentials(String uri) {
    KafkaSettings settings = settings(uri);

    assertThat(settings.toString()).doesNotContain(SECRET, "secret", SECRET_IN_URI);
    assertThat(settings.shownUri()).doesNotContain(SECRET, "secret", SECRET_IN_URI);
    assertThatThrownBy(() -> settings(uri + (uri.contains("?") ? '&' : '?') + "colour=red"))
        .isInstanceOf(BadConfigurationException.class)
        .message()
        .doesNotContain(SECRET, "secret", SECRET_IN_URI);
  }

  private static KafkaSettings settings(String uri) {
    return KafkaSettings.of(BrokerUri.parse(uri));
  }

  private static KafkaClients clients(String uri) {
    return new KafkaClients(settings(uri), ConnectOptions.DEFAULTS);
  }

  private static ClientProperties properties(String uri) {
    return new ClientProperties(settings(uri), ConnectOptions.DEFAULTS);
  }

  private static Map<String, Object> producer(ClientProperties properties, Duration timeout) {
    return properties.producer(PublisherOptions.DEFAULTS.within(timeout), 1 << 20);
  }

  private static SubscriptionOptions subscription() {
    return SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL));
  }
}
