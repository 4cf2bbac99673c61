package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.LocalService;
import org.topicboards.message.SubscriptionName;
import org.topicboards.publisher.PublisherCommand;

@DisplayName("publisher and subscriber, as processes of a shell")
@DisabledOnOs(OS.WINDOWS)
class CommandProcessTest {

  private static final String UNIGNORED = OS.LINUX.isCurrentOs() ? "env --default-signal=INT" : "";

  private static EmbeddedBroker embedded;

  @TempDir Path folder;
  private String uri;
  private final List<Process> processes = new ArrayList<>();

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(data).onPort(0));
  }

  @AfterAll
  static void stopBroker() {
    embedded.close();
  }

  @BeforeEach
  void nameBoards() {
    uri = embedded.uri() + "?prefix=" + UUID.randomUUID() + ".";
  }

  @AfterEach
  void endProcesses() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void shouldEndWellBehindAReaderThatHasSeenEnough() throws Exception {
    assertThat(exitCode(shell("$subscriber --board a --as alice --exit-at-end --quiet"))).isZero();
    assertThat(exitCode(shell("printf 'first\\nsecond\\nthird\\n' | $publisher --board a --lines")))
        .isZero();

    Process pipeline =
        shell("{ $subscriber --board a --as alice --quiet; echo $? > code; } | head -1 > out");
    await().until(() -> Files.exists(file("out")) && read("out").equals("first\n"));
    shell("printf 'fourth\\n' | $publisher --board a --lines");
    await().until(() -> Files.exists(file("code")) && read("code").equals("0\n"));
    assertThat(exitCode(pipeline)).isZero();
    assertThat(read("err")).isEmpty();

    // what was delivered and not shown is soon on its queue again
    String collect = "$subscriber --board a --as alice --exit-at-end --quiet >> rest";
    assertThat(exitCode(shell("until " + collect + " && grep fourth rest; do sleep 0.1; done")))
        .isZero();
    assertThat(read("rest")).endsWith("fourth\n").doesNotContain("first");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void shouldEndWithTheCodeOfTheSignalAfterItFinished(String signal, int code) throws Exception {
    Process publisher = shell("exec $unignored $publisher --board a --lines");
    publisher.getOutputStream().write("one\ntwo\n".getBytes(UTF_8));
    publisher.getOutputStream().flush();
    await().until(() -> waitingForTheArchive() == 2);

    send(signal, publisher); // its input stays open
    assertThat(exitCode(publisher)).isEqualTo(code);
    assertThat(read("err")).isEqualTo("publisher: stopped (2 confirmed)\n");

    Process subscriber = shell("exec $unignored $subscriber --board a --as alice > out");
    await().until(() -> read("err").contains("subscribed to a as alice"));
    assertThat(exitCode(shell("$publisher --board a three"))).isZero();
    await().until(() -> read("out").equals("three\n"));
    send(signal, subscriber);
    assertThat(exitCode(subscriber)).isEqualTo(code);

    // what was shown was acknowledged
    String collect = "$subscriber --board a --as alice --exit-at-end --quiet > rest";
    assertThat(exitCode(shell(collect))).isZero();
    assertThat(read("rest")).isEmpty();
  }

  @Test
  void shouldNotTakeTheJvmsOwnFilesForAClosedInput() throws Exception {
    assertThat(exitCode(shell("$publisher --board a <&-"))).isEqualTo(1);
    assertThat(read("err")).isEqualTo("publisher: standard input is closed\n");
  }

  @Test
  void shouldSayThatItIsTheInputThatCannotBeRead() throws Exception {
    assertThat(exitCode(shell("$publisher --board a < /"))).isEqualTo(1);
    assertThat(read("err")).startsWith("publisher: standard input cannot be read: ");
  }

  @Test
  void shouldLogToStderrOnlyWhenVerbose() throws Exception {
    String wrong = "--broker amqp://nobody:nothing@127.0.0.1:" + embedded.port();
    assertThat(exitCode(shell("$publisher " + wrong + " --board a text > out"))).isEqualTo(4);
    assertThat(read("out")).isEmpty();
    assertThat(read("err")).startsWith("publisher: ").hasLineCount(1);

    assertThat(exitCode(shell("$publisher " + wrong + " --verbose --board a text > out")))
        .isEqualTo(4);
    assertThat(read("out")).isEmpty();
    assertThat(read("err")).contains("AccessRefusedException", "\tat ").doesNotContain("nothing");
  }

  @Test
  void shouldFindTheBrokerOfTheServiceOnTheDataFolder() throws Exception {
    try (LocalService service = LocalService.lock(folder.resolve("data"))) {
      service.advertise(uri);
      assertThat(
              exitCode(shell("unset BOARD_BROKER; BOARD_DATA=$PWD/data $publisher --board a text")))
          .isZero();
    }

    assertThat(exitCode(shell("unset BOARD_BROKER; $publisher --data data --board a text")))
        .isEqualTo(3);
    assertThat(read("err")).contains("no board service runs on " + folder.resolve("data"));
  }

  private void send(String signal, Process process) throws Exception {
    assertThat(exitCode(shell("kill -" + signal + " " + process.pid()))).isZero();
  }

  /**
   * Runs a script in {@link #folder}, in which {@code $publisher} and {@code $subscriber} run, and
   * {@code $unignored} gives Ctrl-C back to a command: a shell has its background jobs ignore it.
   */
  private Process shell(String script) throws IOException {
    String java =
        Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -cp ";
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", script))
            .directory(folder.toFile())
            .redirectError(file("err").toFile());
    builder.environment().put("BOARD_BROKER", uri);
    builder
        .environment()
        .put("publisher", java + classPath + " " + PublisherCommand.class.getName());
    builder
        .environment()
        .put("subscriber", java + classPath + " " + SubscriberCommand.class.getName());
    builder.environment().put("unignored", UNIGNORED);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private long waitingForTheArchive() {
    try (Broker broker = Brokers.connect(BrokerUri.parse(uri))) {
      return broker
          .subscriptionStatus(SubscriptionName.ARCHIVE)
          .map(SubscriptionStatus::waitingMessages)
          .orElse(0L);
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private String read(String name) throws IOException {
    return Files.readString(file(name));
  }
}
