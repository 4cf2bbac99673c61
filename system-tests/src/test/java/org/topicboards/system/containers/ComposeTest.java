package org.topicboards.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker compose} does with the file in the root of the repository. */
@EnabledIfEnvironmentVariable(
    named = "BOARD_TEST_CONTAINERS",
    matches = "true",
    disabledReason = "takes minutes: ask for it with BOARD_TEST_CONTAINERS=true")
class ComposeTest {

  private static final Duration BUILD = Duration.ofMinutes(20);
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration COMMAND = Duration.ofMinutes(2);

  /** Options of the commands for each broker; without any they use RabbitMQ. */
  private static final List<List<String>> BROKERS =
      List.of(List.of(), List.of("--broker=kafka://kafka"));

  @TempDir private static Path folder;

  private static ComposeProject project;

  @BeforeAll
  static void start() throws Exception {
    project = new ComposeProject(folder);
    project.run(BUILD, "--profile", "tools", "build");
    project.run(START, "up", "-d", "--wait");
  }

  @AfterAll
  static void end() throws Exception {
    project.remove();
  }

  @Test
  void shouldKeepWhatWaitsOnBothBrokersAndTheArchiveOverDownAndUp() throws Exception {
    for (List<String> broker : BROKERS) {
      command("subscriber", broker, "--as=alice", "--board=news.#", "--exit-at-end");
      command("publisher", broker, "--board=news.today", "hello");
    }
    Awaitility.await()
        .atMost(COMMAND)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> archive().lines().count() == BROKERS.size());

    project.run(START, "down");
    project.run(START, "up", "-d", "--wait");

    for (List<String> broker : BROKERS) {
      assertThat(command("subscriber", broker, "--as=alice", "--board=news.#", "--count=1"))
          .as(broker.toString())
          .isEqualTo("hello");
    }
    for (List<String> broker : BROKERS) {
      assertThat(command("subscriber", broker, "--board=news.#", "--all", "--exit-at-end"))
          .as("history over " + broker)
          .isEqualTo("hello\nhello");
    }
  }

  @Test
  void shouldRunTheServiceAsAnOrdinaryUserWhoCanChangeNothing() throws Exception {
    assertThat(inService("id", "-u").output()).isEqualTo("10001");
    assertThat(inService("touch", "/opt/topic-boards/lib/x").error())
        .contains("Read-only file system");
  }

  @Test
  void shouldAnswerOnThePortOfItsVariable() throws Exception {
    assertThat(ready()).contains("\"ready\":true", "\"rabbitmq\"", "\"kafka\"");
  }

  @Test
  void shouldSayInOneLineThatAPasswordIsMissing() throws Exception {
    ComposeProject without = new ComposeProject(folder);
    without.forget("POSTGRES_PASSWORD");

    ComposeProject.Outcome outcome = without.attempt(COMMAND, "up", "-d");

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error().lines()).hasSize(1);
    assertThat(outcome.error()).contains("POSTGRES_PASSWORD", ".env.example");
  }

  private static String command(String service, List<String> broker, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "-T", service));
    words.addAll(broker);
    return project.run(COMMAND, withMore(words, arguments));
  }

  private static ComposeProject.Outcome inService(String... arguments)
      throws IOException, InterruptedException {
    List<String> exec = List.of("exec", "-T", "board-service");
    return project.attempt(COMMAND, withMore(exec, arguments));
  }

  private static String[] withMore(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** A line for each message on {@code news}. */
  private static String archive() throws IOException, InterruptedException {
    return inService("board-service", "export", "--board=news.#").output();
  }

  private static String ready() throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + project.port("BOARD_SERVICE_PORT") + "/ready");
    HttpRequest request = HttpRequest.newBuilder(address).timeout(COMMAND).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
