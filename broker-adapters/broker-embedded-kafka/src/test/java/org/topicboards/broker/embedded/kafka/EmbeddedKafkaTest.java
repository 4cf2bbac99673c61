package org.topicboards.broker.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  @TempDir Path dataFolder;

  @Test
  void shouldServeBareClientsAndKeepRecordsOverARestartOnTheSamePort() throws Exception {
    int port;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options())) {
      port = kafka.port();
      assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      KafkaClient client = KafkaClient.of(kafka.bootstrapServers());

      client.produce(0, 1_000);

      assertThat(client.consumeAll()).isEqualTo(KafkaClient.numbers(0, 1_000));
    }

    try (EmbeddedKafka kafka = EmbeddedKafka.start(options().onPort(port))) {
      assertThat(kafka.port()).isEqualTo(port);
      KafkaClient client = KafkaClient.of(kafka.bootstrapServers());
      client.produce(1_000, 1_010);
      assertThat(client.consumeAll()).isEqualTo(KafkaClient.numbers(0, 1_010));
    }
  }

  @Test
  void shouldTakeBrokerProperties() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options().property("message.max.bytes", "10"))) {
      KafkaClient client = KafkaClient.of(kafka.bootstrapServers());

      assertThatThrownBy(() -> client.produce(0, 1))
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
  }

  @Test
  void shouldRefuseWrongPasswordsAndGrantOthersWhatAccessControlListsAllow() throws Exception {
    EmbeddedKafkaOptions secured =
        options().user("admin", "secret of a test").user("alice", "another $1 secret; really");
    assertThat(secured.toString()).contains("alice").doesNotContain("secret");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(secured)) {
      KafkaClient nobody = KafkaClient.of(kafka.bootstrapServers());
      KafkaClient alice = nobody.as("alice", "another $1 secret; really");

      assertThatThrownBy(() -> nobody.as("alice", "wrong").produce(0, 1))
          .hasRootCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> alice.produce(0, 1))
          .hasRootCauseInstanceOf(TopicAuthorizationException.class);
      try (Admin admin = nobody.as("admin", "secret of a test").admin()) {
        admin.createTopics(List.of(new NewTopic("numbers", 1, (short) 1))).all().get();
        admin.createAcls(List.of(allow("alice", "numbers"))).all().get();
      }
      alice.produce(0, 10);
      assertThat(alice.consumeAll()).isEqualTo(KafkaClient.numbers(0, 10));
    }
  }

  @Test
  void shouldSendClientsOnToTheAddressAdvertisedOnTheListenerTheyCameBy() throws Exception {
    int port = LoopbackPorts.free();
    int otherPort = LoopbackPorts.free();
    EmbeddedKafkaOptions options =
        options().onPort(port).behind(new ProxiedListener(otherPort, port));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      assertThat(kafka.port()).isEqualTo(port);
      assertThat(advertisedPort(otherPort)).isEqualTo(port);
    }
  }

  @Test
  void shouldNameThePortThatIsTakenAndStartOnceItIsFree() throws Exception {
    EmbeddedKafkaOptions options;
    Set<Thread> before = keepingAlive();
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      options = options().onPort(other.getLocalPort());

      assertThatThrownBy(() -> EmbeddedKafka.start(options))
          .isInstanceOf(EmbeddedKafkaException.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 cannot be used")
          .hasMessageNotContaining("\n");
      assertThat(keepingAlive()).isSubsetOf(before);
    }

    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      assertThat(kafka.port()).isEqualTo(options.port());
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherBrokerUsesAndLeaveNothingOnceClosed() {
    Set<Thread> before = keepingAlive();
    EmbeddedKafka first = EmbeddedKafka.start(options());
    assertThat(keepingAlive()).hasSizeGreaterThan(before.size());

    assertThatThrownBy(() -> EmbeddedKafka.start(options()))
        .isInstanceOf(EmbeddedKafkaException.class)
        .hasMessage(
            "data folder %s is in use by another broker; stop it or name another folder",
            dataFolder.toAbsolutePath());
    first.close();
    first.close();

    assertThat(keepingAlive()).isSubsetOf(before);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), first.port()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseAFolderThatCannotBeOne() throws Exception {
    Path file = Files.writeString(dataFolder.resolve("file"), "no folder");

    assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaOptions.of(file)))
        .isInstanceOf(EmbeddedKafkaException.class)
        .hasMessage("data folder %s is a file, not a folder", file);
    assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaOptions.of(file.resolve("below"))))
        .isInstanceOf(EmbeddedKafkaException.class)
        .hasMessageStartingWith("data folder " + file.resolve("below") + " cannot be written: ");
  }

  @Test
  void shouldSayWhyKafkaDidNotStartAndLeaveNothingBehind() throws Exception {
    Set<Thread> before = keepingAlive();

    assertThatThrownBy(() -> EmbeddedKafka.start(options().property("log.segment.bytes", "a lot")))
        .isInstanceOf(EmbeddedKafkaException.class)
        .hasMessageStartingWith("Kafka on data folder " + dataFolder + " could not be started: ")
        .hasMessageContaining("log.segment.bytes")
        .hasMessageNotContaining("\n");
    assertThatThrownBy( // found out when half of Kafka is running
            () ->
                EmbeddedKafka.start(
                    options().property("authorizer.class.name", "no.such.Authorizer")))
        .isInstanceOf(EmbeddedKafkaException.class)
        .hasMessageContaining("no.such.Authorizer")
        .hasMessageNotContaining("\n");
    assertThat(keepingAlive()).isSubsetOf(before);

    assertThatCode(() -> EmbeddedKafka.start(options()).close()).doesNotThrowAnyException();
  }

  private EmbeddedKafkaOptions options() {
    return EmbeddedKafkaOptions.of(dataFolder);
  }

  private static int advertisedPort(int port) throws Exception {
    try (Admin admin = KafkaClient.of("127.0.0.1:" + port).admin()) {
      return admin.describeCluster().nodes().get().stream()
          .map(Node::port)
          .findFirst()
          .orElseThrow();
    }
  }

  private static AclBinding allow(String user, String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", AclOperation.ALL, AclPermissionType.ALLOW));
  }

  /** The threads that would keep this JVM from ending. */
  private static Set<Thread> keepingAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread.isAlive())
        .collect(Collectors.toSet());
  }
}
