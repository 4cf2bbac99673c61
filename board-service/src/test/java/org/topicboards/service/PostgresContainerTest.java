package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** Services on PostgreSQL's own image, where a Docker engine answers. */
@Timeout(300)
class PostgresContainerTest {

  private static final BoardName NEWS = BoardName.of("news.today");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Message> posted = new ArrayList<>();
  private PostgreSQLContainer postgres;
  private String storeUrl;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
    postgres = new PostgreSQLContainer("postgres:17");
    // A port of the engine's choice would be another one after a restart.
    postgres.setPortBindings(List.of("127.0.0.1:" + freePort() + ":5432"));
    postgres.start();
    storeUrl =
        "%s&user=%s&password=%s"
            .formatted(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
    broker = EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker")));
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
    if (postgres != null) {
      postgres.stop();
    }
  }

  @Test
  void shouldArchiveOnceWhatWasPostedWhilePostgresWasAway() throws Exception {
    try (RunningService service = service("one")) {
      service.attach();
      publish(1_000);
      docker().killContainerCmd(postgres.getContainerId()).withSignal("KILL").exec();
      publish(1_000);
      await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 503);
      docker().startContainerCmd(postgres.getContainerId()).exec();

      await().atMost(PATIENCE).until(() -> get(service, "/ready").statusCode() == 200);
      await().atMost(PATIENCE).until(() -> archived().size() == 2_000);
    }
    assertThat(archived()).isEqualTo(posted);
  }

  @Test
  void shouldArchiveOnceWithTwoServicesOfWhichOneGoes() throws Exception {
    try (RunningService remaining = service("remaining")) {
      try (RunningService leaving = service("leaving")) {
        leaving.attach();
        remaining.attach();
        publish(1_000);
        await().atMost(PATIENCE).until(() -> archivedBy(leaving) + archivedBy(remaining) == 1_000);
        publish(1_000);
      }
      publish(1_000);
      await().atMost(PATIENCE).until(() -> archived().size() == 3_000);
    }
    assertThat(archived()).isEqualTo(posted);
  }

  private RunningService service(String name) throws IOException {
    NamedBroker named = new NamedBroker("separate", BrokerUri.parse(broker.uri()));
    return RunningService.start(
        new ServiceSettings(folder.resolve(name), List.of(named), storeUrl, 0, 0));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private void publish(int number) {
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    try (Broker connection = Brokers.connect(BrokerUri.parse(broker.uri()));
        Publisher publisher = connection.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < number; i++) {
        Message message = Message.from("alice").body(("body " + i).getBytes(UTF_8)).build();
        posted.add(message);
        receipts.add(publisher.publish(NEWS, message).toCompletableFuture());
      }
      receipts.forEach(receipt -> assertThat(receipt.join()).isEqualTo(PublishReceipt.ROUTED));
    }
  }

  private List<Message> archived() {
    try (MessageStore store = MessageStores.openToRead(storeUrl)) {
      return store.read(NEWS, 1, Integer.MAX_VALUE).stream().map(ArchivedMessage::message).toList();
    }
  }

  private long archivedBy(RunningService service) throws Exception {
    return get(service, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("boards_archived_total{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> get(RunningService service, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + service.httpPort() + path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
