package org.topicboards.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** A transport without any broker behind it is heard, on the loopback interface. */
@Timeout(180)
class MulticastArchiveTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private BrokerUri group;

  @BeforeEach
  void chooseGroup() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String address = "239.255." + random.nextInt(256) + "." + random.nextInt(1, 255);
      group =
          BrokerUri.parse(
              "udp://" + address + ":" + socket.getLocalPort() + "?interface=127.0.0.1");
    }
  }

  @Test
  void shouldArchiveWhatIsSentWhileItListens() throws Exception {
    publish(group, messages(5));
    List<Message> heard = messages(500);
    try (RunningService service = start(new NamedBroker("field", group))) {
      publish(group, heard);

      await()
          .atMost(PATIENCE)
          .until(() -> metrics(service).contains("boards_archived_total{broker=\"field\"} 500.0"));
      assertThat(metrics(service))
          .contains(
              "boards_heard_total{broker=\"field\"} 500.0",
              "boards_lost_total{broker=\"field\"} 0.0",
              "boards_dropped_datagrams_total{broker=\"field\",reason=\"corrupt\"} 0.0",
              "boards_lag_messages{broker=\"field\"} 0.0");
    }
    assertThat(archived()).isEqualTo(heard);
  }

  @Test
  void shouldStoreOnceWhatComesFromABrokerToo() throws Exception {
    List<Message> both = messages(100);
    try (EmbeddedBroker embedded =
            EmbeddedBroker.start(EmbeddedBrokerOptions.of(folder.resolve("broker")));
        RunningService service =
            start(
                new NamedBroker("field", group),
                new NamedBroker("rabbit", BrokerUri.parse(embedded.uri())))) {
      publish(group, both);
      await()
          .atMost(PATIENCE)
          .until(() -> metrics(service).contains("boards_archived_total{broker=\"field\"} 100.0"));
      publish(BrokerUri.parse(embedded.uri()), both);
      await()
          .atMost(PATIENCE)
          .until(
              () -> metrics(service).contains("boards_duplicates_total{broker=\"rabbit\"} 100.0"));
      assertThat(metrics(service)).doesNotContain("boards_heard_total{broker=\"rabbit\"}");
    }
    assertThat(archived()).isEqualTo(both);
  }

  private RunningService start(NamedBroker... brokers) throws Exception {
    RunningService service =
        RunningService.start(new ServiceSettings(folder, List.of(brokers), null, 0, 0));
    service.attach();
    return service;
  }

  private static List<Message> messages(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> Message.from("alice").body(("body " + i).getBytes(UTF_8)).build())
        .toList();
  }

  private static void publish(BrokerUri uri, List<Message> messages) {
    try (Broker broker = Brokers.connect(uri);
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      messages.stream()
          .map(message -> publisher.publish(NEWS, message).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private List<Message> archived() {
    try (MessageStore store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"))) {
      return store.read(NEWS, 1, Integer.MAX_VALUE).stream().map(ArchivedMessage::message).toList();
    }
  }

  private String metrics(RunningService service) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + service.httpPort() + "/metrics");
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }
}
