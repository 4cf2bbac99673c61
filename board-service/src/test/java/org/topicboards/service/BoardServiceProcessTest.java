package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.command.LocalService;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.service.store.ArchivedMessage;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.MessageStores;

/** The command in a process of its own, as a user starts and ends it. */
@Timeout(180)
class BoardServiceProcessTest {

  private static final BoardName NEWS = BoardName.of("news");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EXIT_CODE_AFTER_SIGTERM = 128 + 15;

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldLoseNothingWhenItIsKilledWithItsBroker() throws Exception {
    Process killed = startReady();
    List<String> posted = publish(3_000);
    killed.destroyForcibly().waitFor();
    long archivedBefore = archivedIds().size();

    Process again = startReady();
    posted.addAll(publish(100));

    await().atMost(PATIENCE).until(() -> archivedIds().size() >= posted.size());
    assertThat(archivedBefore).isLessThanOrEqualTo(3_000);
    assertThat(archivedIds()).isEqualTo(posted);
    stop(again);
  }

  @Test
  void shouldStopOnSigtermAndLeaveNoBrokerToBeFound() throws Exception {
    Process service = startReady();

    stop(service);

    assertThat(folder.resolve("broker.uri")).doesNotExist();
    assertThat(log()).contains("INFO  RunningService: stopped").doesNotContain("ERROR");
  }

  @Test
  void shouldEndInOrderOnSigtermWhileMessagesFlow() throws Exception {
    Process service = startReady();
    AtomicBoolean flowing = new AtomicBoolean(true);
    BrokerUri uri = LocalService.find(folder);
    CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> publishWhile(flowing, uri));
    await().atMost(PATIENCE).until(() -> metric("boards_archived_total") > 1_000);

    stop(service);
    flowing.set(false);
    traffic.join();

    assertThat(log()).contains("INFO  RunningService: stopped").doesNotContain(" WARN ", " ERROR ");

    Process again = startReady();
    String last = publish(1).get(0);
    await().atMost(PATIENCE).until(() -> archivedIds().contains(last));
    // What was archived was acknowledged as well: the broker delivered none of it again.
    assertThat(metric("boards_duplicates_total")).isZero();
    stop(again);
  }

  private Process startReady() throws IOException {
    Files.deleteIfExists(folder.resolve("broker.uri"));
    Process process =
        start("--data", folder.toString(), "--http-port", "0", "--embedded-port", "0");
    await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("broker.uri")));
    return process;
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    // The tests' own logback configuration would keep it silent.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.add(BoardService.class.getName());
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("service.log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private static void stop(Process service) throws InterruptedException {
    service.destroy();
    assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(EXIT_CODE_AFTER_SIGTERM);
  }

  private List<String> publish(int number) throws IOException {
    List<String> ids = new ArrayList<>();
    List<CompletableFuture<?>> confirmed = new ArrayList<>();
    try (Broker broker = Brokers.connect(LocalService.find(folder));
        Publisher publisher = broker.publisher(PublisherOptions.DEFAULTS)) {
      for (int i = 0; i < number; i++) {
        Message message = Message.from("alice").body(new byte[100]).build();
        ids.add(message.id());
        confirmed.add(publisher.publish(NEWS, message).toCompletableFuture());
      }
      confirmed.forEach(CompletableFuture::join);
    }
    return ids;
  }

  private void publishWhile(AtomicBoolean flowing, BrokerUri uri) {
    PublisherOptions impatient = PublisherOptions.DEFAULTS.within(Duration.ofSeconds(2));
    try (Broker broker = Brokers.connect(uri);
        Publisher publisher = broker.publisher(impatient)) {
      while (flowing.get()) {
        publisher.publish(NEWS, Message.from("alice").body(new byte[100]).build());
      }
    }
  }

  private double metric(String name) throws IOException, InterruptedException {
    Matcher address = Pattern.compile("http: (http://\\S+)").matcher(log());
    String base = "";
    while (address.find()) {
      base = address.group(1); // the last is that of the service that runs
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/metrics")).build();
    return HttpClient.newHttpClient()
        .send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{broker=\"embedded\"} "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private List<String> archivedIds() {
    try (MessageStore store = MessageStores.open("jdbc:sqlite:" + folder.resolve("archive.db"))) {
      return store.read(NEWS, 1, Integer.MAX_VALUE).stream()
          .map(ArchivedMessage::message)
          .map(Message::id)
          .toList();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("service.log"));
  }
}
