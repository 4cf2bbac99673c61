package org.topicboards.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.kafka.EmbeddedKafka;
import org.topicboards.broker.embedded.kafka.EmbeddedKafkaOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/** A Kafka with users and access control lists; the lists are those of the documentation. */
@Timeout(120)
class KafkaAccessTest {

  private static final long TIMEOUT_SECONDS = 30;

  @TempDir static Path folder;

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() throws Exception {
    kafka =
        EmbeddedKafka.start(
            EmbeddedKafkaOptions.of(folder)
                .property("auto.create.topics.enable", "false")
                .user("admin", "adm1n")
                .user("guest", "s3cret")
                .user("publisher", "s3cret")
                .user("subscriber", "s3cret"));
    Map<String, Object> settings =
        Map.copyOf(
            new ClientProperties(KafkaSettings.of(uri("admin", "adm1n")), ConnectOptions.DEFAULTS)
                .admin());
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(
              Stream.of("team.shore", "team.secret", "team._subscriptions")
                  .map(topic -> new NewTopic(topic, 1, (short) 1))
                  .toList())
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      admin
          .createAcls(
              List.of(
                  allow("publisher", ResourceType.TOPIC, "team.", AclOperation.WRITE),
                  allow("guest", ResourceType.TOPIC, "team.shore", AclOperation.READ),
                  allow("guest", ResourceType.TOPIC, "team.secret", AclOperation.DESCRIBE),
                  allow("subscriber", ResourceType.TOPIC, "team.", AclOperation.READ),
                  allow("subscriber", ResourceType.TOPIC, "team._sub", AclOperation.WRITE),
                  allow("subscriber", ResourceType.GROUP, "team.boards.", AclOperation.READ),
                  allow("subscriber", ResourceType.GROUP, "team.boards.", AclOperation.DELETE)))
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldRefuseAWrongPasswordWithoutShowingIt() {
    assertThatThrownBy(() -> Brokers.connect(uri("admin", "wr0ng")))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageContaining("the broker refuses user 'admin' (check user and password)")
        .message()
        .doesNotContain("wr0ng")
        .hasLineCount(1);
  }

  /** Neither side says anything to the other, so the clients try on until the time is over. */
  @ParameterizedTest
  @ValueSource(strings = {"SSL", "PLAINTEXT"})
  void shouldSayThatTheListenerMayWantAnotherProtocol(String protocol) {
    BrokerUri uri =
        BrokerUri.parse("kafka://" + kafka.bootstrapServers() + "?security.protocol=" + protocol);
    ConnectOptions options = ConnectOptions.DEFAULTS.within(Duration.ofSeconds(3));

    assertThatThrownBy(() -> Brokers.connect(uri, options))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessage(
            "cannot connect at "
                + uri
                + ": no answer in time (check the port, and whether its listener wants another"
                + " security.protocol than "
                + protocol
                + ")");
  }

  @Test
  void shouldSayThatAProtocolWithALoginWantsAUser() {
    BrokerUri uri =
        BrokerUri.parse(
            "kafka://" + kafka.bootstrapServers() + "?security.protocol=SASL_PLAINTEXT");

    assertThatThrownBy(() -> Brokers.connect(uri))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(
            "security.protocol=SASL_PLAINTEXT wants a user (write kafka://USER:PASSWORD@HOST");
  }

  @Test
  void shouldPostAndSubscribeWithTheLeastThatIsAllowed() throws Exception {
    EventLog log = EventLog.acknowledging();
    try (Broker publishing = Brokers.connect(uri("publisher", "s3cret"));
        Broker subscribing = Brokers.connect(uri("subscriber", "s3cret"))) {
      subscribing.subscribe(KafkaScene.durable("alice", "#"), log);
      KafkaScene.post(publishing, "shore", "1");
      log.awaitEvents("1");
    }
    try (Broker subscribing = Brokers.connect(uri("subscriber", "s3cret"))) {
      assertThat(
              subscribing.removeSubscription(KafkaScene.durable("alice", "#").name().orElseThrow()))
          .isTrue();
    }
  }

  @Test
  void shouldSayThatABoardMayNotBeCreated() {
    try (Broker broker = Brokers.connect(uri("publisher", "s3cret"))) {
      Publisher publisher =
          broker.publisher(PublisherOptions.DEFAULTS.within(Duration.ofSeconds(5)));

      assertThatThrownBy(
              () ->
                  KafkaScene.settled(
                      publisher.publish(BoardName.of("missing"), KafkaScene.message("1"))))
          .cause()
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("team.missing");
    }
  }

  /** One board that cannot be opened is nothing to those that can. */
  @Test
  void shouldPostToOtherBoardsThoughOneMayNotBeCreated() throws Exception {
    try (Broker broker = Brokers.connect(uri("publisher", "s3cret"))) {
      Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
      List<CompletionStage<PublishReceipt>> missing =
          IntStream.range(0, 20)
              .mapToObj(i -> BoardName.of("missing-" + i))
              .map(board -> publisher.publish(board, KafkaScene.message("1")))
              .toList();

      KafkaScene.settled(publisher.publish(BoardName.of("shore"), KafkaScene.message("2")));
      for (CompletionStage<PublishReceipt> each : missing) {
        assertThatThrownBy(() -> KafkaScene.settled(each))
            .cause()
            .isInstanceOf(AccessRefusedException.class)
            .hasMessageContaining("team.missing-");
      }
    }
  }

  @Test
  void shouldRefuseASubscriptionToABoardThatMayNotBeRead() {
    try (Broker broker = Brokers.connect(uri("guest", "s3cret"))) {
      assertThatThrownBy(() -> broker.subscribe(ephemeral("secret"), EventLog.acknowledging()))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("team.secret");
    }
  }

  /** Who asks for all gets what is allowed, and is told of the rest. */
  @Test
  void shouldPassOverBoardsThatMayNotBeReadAndSayWhich() throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void warned(String warning) {
            warnings.add(warning);
          }
        };
    EventLog log = EventLog.acknowledging();
    String[] bodies = IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new);
    try (Broker publishing = Brokers.connect(uri("publisher", "s3cret"));
        Broker subscribing =
            Brokers.connect(uri("guest", "s3cret"), ConnectOptions.DEFAULTS.telling(listener))) {
      subscribing.subscribe(ephemeral("#"), log);
      await().untilAsserted(() -> assertThat(warnings).hasSize(1));
      KafkaScene.post(publishing, "shore", bodies);

      log.awaitEvents(bodies);
      assertThat(warnings).singleElement().asString().contains("team.secret");
    }
  }

  @Test
  void shouldSayThatTheRegisterOfSubscriptionsMayNotBeRead() {
    try (Broker broker = Brokers.connect(uri("publisher", "s3cret"))) {
      assertThatThrownBy(
              () -> broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("team._subscriptions");
    }
  }

  @Test
  void shouldSayThatTheRegisterOfSubscriptionsMayNotBeCreated() {
    try (Broker broker = Brokers.connect(uri("guest", "s3cret", "other."))) {
      assertThatThrownBy(
              () -> broker.subscribe(KafkaScene.durable("alice", "#"), EventLog.acknowledging()))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("other._subscriptions");
    }
  }

  @Test
  void shouldSayOfEveryMessageThatABoardMayNotBeWritten() {
    try (Broker broker = Brokers.connect(uri("subscriber", "s3cret"))) {
      Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS);
      List<CompletionStage<PublishReceipt>> posted =
          IntStream.range(0, 300)
              .mapToObj(i -> publisher.publish(BoardName.of("shore"), KafkaScene.message("1")))
              .toList();

      for (CompletionStage<PublishReceipt> each : posted) {
        assertThatThrownBy(() -> KafkaScene.settled(each))
            .cause()
            .isInstanceOf(AccessRefusedException.class)
            .hasMessageContaining("team.shore");
      }
    }
  }

  private static SubscriptionOptions ephemeral(String pattern) {
    return SubscriptionOptions.ephemeral(List.of(BoardPattern.of(pattern)));
  }

  private static BrokerUri uri(String user, String password) {
    return uri(user, password, "team.");
  }

  private static BrokerUri uri(String user, String password, String prefix) {
    return BrokerUri.parse(
        "kafka://%s:%s@%s?prefix=%s".formatted(user, password, kafka.bootstrapServers(), prefix));
  }

  private static AclBinding allow(
      String user, ResourceType type, String prefix, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, prefix, PatternType.PREFIXED),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }
}
