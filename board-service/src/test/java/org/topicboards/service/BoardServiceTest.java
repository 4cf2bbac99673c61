package org.topicboards.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.command.CommandRun;
import org.topicboards.command.CommandRunner;
import org.topicboards.command.ExitCode;
import org.topicboards.command.Shell;

/** How the command refuses what cannot work: one line, the right exit code, nothing started. */
@Timeout(60)
class BoardServiceTest {

  private static final NamedBroker NOWHERE = NamedBroker.parse("amqp://127.0.0.1:1");

  @TempDir private Path folder;

  @Test
  void shouldShowExamplesThatCanBeCopied() {
    List<String> examples = CommandRun.in(Map.of()).run(BoardService::new, "--help").examples();

    assertThat(examples).isNotEmpty().allMatch(line -> line.startsWith("  "), "is not broken");
  }

  @Test
  void shouldRefuseWrongOptions() {
    assertThat(usageError("--store", "jdbc:mysql://localhost/x")).contains("jdbc:sqlite:FILE");
    assertThat(usageError("--broker", "gopher://localhost")).contains("gopher://", "amqp://");
    assertThat(usageError("--broker", "localhost")).contains("scheme");
    assertThat(usageError("--broker", "amqp://localhost:1?colour=red"))
        .contains("unknown parameter colour");
    assertThat(usageError("--broker", "a b=amqp://localhost"))
        .contains("'a b' is no name for a broker (at most 64 of A-Z a-z 0-9 . _ -");
    assertThat(usageError("--broker", "amqp://h1 my own lab=amqp://h2")).contains("'my own lab'");
    assertThat(usageError("--broker", "")).contains("--broker '' is empty");
    assertThat(usageError("--broker", "amqp://h1 lab")).contains("scheme");
    assertThat(usageError("--broker", "-a=amqp://localhost")).contains("'-a' is no name");
    assertThat(usageError("--broker", "=amqp://localhost")).contains("'' is no name");
    assertThat(usageError("--broker", "amqp://localhost amqp://localhost/other"))
        .contains("'amqp-localhost'", "NAME=URI");
    assertThat(usageError("--broker", "a=amqp://h1", "--broker", "a=amqp://h2")).contains("'a'");
    assertThat(usageError("--http-port", "70000")).contains("--http-port", "70000");
    assertThat(usageError("--embedded-port", "-1")).contains("--embedded-port", "-1");
    assertThat(usageError("--embedded-port", "x")).contains("--embedded-port", "'x'");
    assertThat(usageError("--expire-subscriptions", "soon"))
        .contains("--expire-subscriptions", "'soon'");
    assertThat(usageError("--expire-subscriptions", "30s"))
        .contains("--expire-subscriptions", "2m or more, not 30s");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRefuseWrongRelays() {
    String[] brokers = {"--broker", "a=amqp://h1 b=amqp://h2"};
    assertThat(usageError(with(brokers, "--relay", "a->c: news"))).contains("no broker 'c'");
    assertThat(usageError(with(brokers, "--relay", "a->b: ne ws"))).contains("'ne ws' is no board");
    assertThat(usageError(with(brokers, "--relay", "a->b: news; b->a: news; a->b: news")))
        .contains("relay a->b: 'news' is relayed twice");
    assertThat(usageError(with(brokers, "--config", folder + "/none.json"))).contains("none.json");
    assertThat(usageError(with(brokers, "--config", folder.toString()))).contains("it is a folder");
    assertThat(usageError("--relay", "a->b: news")).contains("no broker 'a'");
    assertThat(usageError(with(brokers, "--relay", ""))).contains("--relay '' is empty");
    assertThat(usageError(with(brokers, "--relay-verify"))).contains("--relay-verify goes with");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldTakeBrokersAndRelaysFromAFileToo() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("boards.json"),
            "{\"broker\": {\"a\": \"amqp://h1\"}, \"relay\": [\"a->b: news\"]}");
    String config = file.toString();

    assertThat(usageError("--config", config)).contains("no broker 'b' (there are a)");
    assertThat(usageError("--config", config, "--broker", "a=amqp://h2"))
        .contains("two brokers have the name 'a'");
    assertThat(usageError("--config", config, "--broker", "b=amqp://h2", "--relay", "a->b: news"))
        .contains("relay a->b: 'news' is relayed twice");
  }

  @Test
  void shouldTakeOptionsFromTheEnvironment() {
    Outcome outcome = run(Map.of("BOARD_HTTP_PORT", "99999"), "--data", folder.toString());

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.error()).contains("--http-port", "99999");
  }

  @Test
  void shouldTakeEmptyVariablesAsNotSet() {
    Map<String, String> empty = Map.of("BOARD_BROKER", "", "BOARD_RELAY", "");
    Outcome outcome = run(empty, "--data", folder.toString(), "--http-port", "99999");

    assertThat(outcome.error()).contains("--http-port", "99999");
  }

  @Test
  void shouldTakeSeveralBrokersFromTheEnvironment() {
    String brokers = " a=amqp://alice:secret@h1  gopher://h2";
    Outcome outcome = run(Map.of("BOARD_BROKER", brokers), "--data", folder.toString());

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.error()).contains("gopher://").doesNotContain("secret");
  }

  @Test
  void shouldRefuseASecondServiceOnTheSameFolder() throws Exception {
    try (RunningService first = RunningService.start(settings(folder))) {
      Outcome second =
          run(Map.of(), "--data", folder.toString(), "--http-port", "0", "--embedded-port", "0");

      assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(second.error()).contains(folder.toString());
      assertThat(first.httpPort()).isPositive();
    }
  }

  @Test
  void shouldSayThatAnotherProgramHasThePort() throws Exception {
    try (RunningService first = RunningService.start(settings(folder.resolve("first")))) {
      String port = Integer.toString(first.httpPort());

      Outcome second =
          run(
              Map.of(),
              "--data",
              folder.resolve("second").toString(),
              "--http-port",
              port,
              "--embedded-port",
              "0");

      assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(second.error()).contains("127.0.0.1:" + port, "--http-port");
    }
  }

  @Test
  void shouldSayThatItsOwnBrokersPortIsTaken() throws Exception {
    try (RunningService first = RunningService.start(settings(folder.resolve("first")))) {
      String port = Integer.toString(first.httpPort());

      Outcome second =
          run(
              Map.of(),
              "--data",
              folder.resolve("second").toString(),
              "--http-port",
              "0",
              "--embedded-port",
              port);

      assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(second.error()).contains(port);
    }
  }

  @Test
  void shouldNotStartOnAnArchiveThatIsNone() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "x".repeat(10_000));

    Outcome outcome =
        run(
            Map.of(),
            "--data",
            folder.resolve("data").toString(),
            "--store",
            "jdbc:sqlite:" + text);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.error()).contains(text.toString());
  }

  @Test
  void shouldSayThatItCannotListenOnAnAddressOfAnother() {
    Outcome outcome = listenOn("192.0.2.1");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.error()).contains("192.0.2.1:0", "assign", "--http-host");
  }

  @Test
  void shouldSayThatThereIsNoHostOfThisNameToListenOn() {
    Outcome outcome = listenOn("nowhere.invalid");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.error()).contains("nowhere.invalid", "no such host", "--http-host");
  }

  private Outcome listenOn(String host) {
    return run(
        Map.of(),
        "--broker",
        "amqp://127.0.0.1:1",
        "--data",
        folder.toString(),
        "--http-port",
        "0",
        "--http-host",
        host);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private String usageError(String... options) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(List.of("--data", folder.resolve("unused").toString()));
    Outcome outcome = run(Map.of(), arguments.toArray(String[]::new));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    return outcome.error();
  }

  private static Outcome run(Map<String, String> environment, String... arguments) {
    StringWriter errors = new StringWriter();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintWriter(errors, true),
            environment);
    int exitCode = CommandRunner.run(new BoardService(shell), shell, arguments);
    assertThat(errors.toString().lines()).hasSize(1);
    return new Outcome(exitCode, errors.toString());
  }

  private static ServiceSettings settings(Path dataFolder) {
    return new ServiceSettings(dataFolder, List.of(NOWHERE), null, 0, 0);
  }

  private record Outcome(int exitCode, String error) {}
}
