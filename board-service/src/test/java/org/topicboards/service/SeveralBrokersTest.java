package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** One archive on two brokers. */
@Timeout(180)
class SeveralBrokersTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final ServiceHttp http = new ServiceHttp();
  private EmbeddedBroker one;
  private EmbeddedBroker two;
  private int port;

  @BeforeEach
  void start() {
    one = EmbeddedBroker.start(options("one"));
    two = EmbeddedBroker.start(options("two"));
    port = two.port();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void shouldStoreOnceWhatIsSeenOnBoth() throws Exception {
    List<Message> both = messages(500);
    List<Message> onlyTwo = messages(100);
    try (RunningService service = RunningService.start(settings())) {
      service.attach();
      publish(one, both);
      publish(two, both);
      publish(two, onlyTwo);

      await().atMost(PATIENCE).until(() -> counted(service) == 1_100);
      assertThat(metric(service, "boards_archived_total", "one"))
          .isEqualTo(500 - metric(service, "boards_duplicates_total", "one"));
      assertThat(metric(service, "boards_archived_total", "two"))
          .isEqualTo(600 - metric(service, "boards_duplicates_total", "two"));
      assertThat(http.get(service, "/health").body())
          .isEqualTo(
              "{\"healthy\":true,\"faults\":[],\"brokers\":{\"one\":{\"ready\":true,\"faults\":[]},"
                  + "\"two\":{\"ready\":true,\"faults\":[]}}}\n");
    }
    List<Message> posted = new ArrayList<>(both);
    posted.addAll(onlyTwo);
    assertThat(archived()).containsExactlyInAnyOrderElementsOf(posted);
  }

  @Test
  void shouldArchiveOneWhileTheOtherIsAway() throws Exception {
    two.close();
    try (RunningService service = RunningService.start(settings())) {
      CompletableFuture<Void> attaching = CompletableFuture.runAsync(() -> attach(service));
      publish(one, messages(10));
      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total", "one") == 10);
      // It is ready a little later, when it answers requests too.
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThatOnlyTwoIsAway(service, "cannot connect"));

      two = EmbeddedBroker.start(options("two").onPort(port));
      attaching.join();
      await().atMost(PATIENCE).until(() -> http.get(service, "/ready").statusCode() == 200);
      publish(two, messages(10));
      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total", "two") == 10);

      two.close();
      await().atMost(PATIENCE).until(() -> http.get(service, "/ready").statusCode() == 503);
      assertThatOnlyTwoIsAway(service, "not connected");
      publish(one, messages(10));
      await().atMost(PATIENCE).until(() -> metric(service, "boards_archived_total", "one") == 20);
    }
    assertThat(archived()).hasSize(30);
  }

  @Test
  void shouldFinishTheBatchesInHandOfBothWhenClosed() throws Exception {
    List<Message> ofOne = messages(3_000);
    List<Message> ofTwo = messages(3_000);
    publish(one, ofOne);
    publish(two, ofTwo);
    double archived = 0;
    while (archived < 6_000) {
      RunningService service = RunningService.start(settings());
      service.attach();
      await().atMost(PATIENCE).until(() -> counted(service) > 0);
      service.close();
      int before = (int) archived;
      archived = archived().size();
      // What was stored was acknowledged too, so nothing of it comes again.
      assertThat(archived).isGreaterThan(before);
    }
    try (RunningService service = RunningService.start(settings())) {
      service.attach();
      await().atMost(PATIENCE).until(() -> lag(service, "one") == 0 && lag(service, "two") == 0);
      assertThat(counted(service)).isZero();
    }
    ofOne.addAll(ofTwo);
    assertThat(archived()).containsExactlyInAnyOrderElementsOf(ofOne);
  }

  @Test
  void shouldEndWhereOneOfThemRefusesIt() throws Exception {
    NamedBroker refusing =
        NamedBroker.parse("two=amqp://boards:wrong@127.0.0.1:" + port + "?heartbeat=5s");
    ServiceSettings settings =
        new ServiceSettings(folder, List.of(named("one", one), refusing), null, 0, 0);
    try (RunningService service = RunningService.start(settings)) {
      assertThatExceptionOfType(AccessRefusedException.class)
          .isThrownBy(service::attach)
          .withMessageContaining("127.0.0.1:" + port);
    }
  }

  private void assertThatOnlyTwoIsAway(RunningService service, String reason) throws Exception {
    HttpResponse<String> ready = http.get(service, "/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("broker two: " + reason).doesNotContain("secret");
    HttpResponse<String> health = http.get(service, "/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"one\":{\"ready\":true,\"faults\":[]}", "\"two\":{\"ready\":false,");
  }

  private ServiceSettings settings() {
    return new ServiceSettings(folder, List.of(named("one", one), named("two", two)), null, 0, 0);
  }

  private static NamedBroker named(String name, EmbeddedBroker broker) {
    return new NamedBroker(name, BrokerUri.parse(broker.uri()));
  }

  private EmbeddedBrokerOptions options(String name) {
    return EmbeddedBrokerOptions.of(folder.resolve("broker-" + name)).as("boards", "secret");
  }

  private static void attach(RunningService service) {
    try {
      service.attach();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Message> messages(int number) {
    List<Message> messages = new ArrayList<>();
    IntStream.range(0, number)
        .mapToObj(i -> Message.from("alice").body(("body " + i).getBytes(UTF_8)).build())
        .forEach(messages::add);
    return messages;
  }

  private static void publish(EmbeddedBroker embedded, List<Message> messages) {
    try (Broker broker = Brokers.connect(BrokerUri.parse(embedded.uri()));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(NEWS, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private List<Message> archived() {
    try (MessageStore store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"))) {
      return store.read(NEWS, 1, Integer.MAX_VALUE).stream()
          .map(archivedMessage -> archivedMessage.message())
          .toList();
    }
  }

  /** How many messages came, from both. */
  private double counted(RunningService service) throws Exception {
    double counted = 0;
    for (String broker : List.of("one", "two")) {
      counted += metric(service, "boards_archived_total", broker);
      counted += metric(service, "boards_duplicates_total", broker);
    }
    return counted;
  }

  private double lag(RunningService service, String broker) throws Exception {
    return metric(service, "boards_lag_messages", broker);
  }

  private double metric(RunningService service, String name, String broker) throws Exception {
    return http.metric(service, name + "{broker=\"" + broker + "\"}");
  }
}
