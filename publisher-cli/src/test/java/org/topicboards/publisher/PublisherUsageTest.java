package org.topicboards.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;

@DisplayName("publisher, called wrongly or without a broker")
class PublisherUsageTest {

  private static final String NOBODY = "amqp://127.0.0.1:1";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "a/b",
        ".a",
        "a.",
        "a..b",
        "-a",
        "",
        "news.*",
        "#",
        "_dead.alice",
        "a._b",
        "ä",
      })
  void shouldRefuseWhatIsNoBoardToPostTo(String board) {
    CommandRun run = publisher("--broker", NOBODY, "--board", board, "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("publisher: ").contains("'" + board + "'").hasLineCount(1);
  }

  @Test
  void shouldRefuseABoardNameOf201Characters() {
    CommandRun run = publisher("--broker", NOBODY, "--board", "b".repeat(201), "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("201 characters, at most 200").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "text                              | name the board",
        "--json --lines                    | --lines and --json",
        "--board a text --lines            | TEXT is the message",
        "--board a text --file x           | TEXT is the message",
        "--json --as alice                 | says what --as would",
        "--json --header a=b               | says what --header would",
        "--board a --header a text         | 'a' is no header",
        "--board a --header =a text        | '=a' is no header",
        "--board a --header ce-id=a text   | 'ce-id'",
        "--board a --header a=1 --header a=2 text | 'a' is given twice",
        "--board a --type= text            | type must not be empty",
        "--board a --as= text              | --as must not be empty",
        "--board a --rate 0 text           | --rate must be more than 0",
        "--board a --rate NaN text         | --rate must be more than 0",
        "--board a --rate fast text        | 'fast'",
        "--board a --timeout 5 text        | '5' is not a duration",
        "--board a --timeout 0s text       | from 1ms to 365d",
        "--board a --colour text           | Unknown option: '--colour'",
        "--board                           | --board",
        "--broker nonsense --board a text  | scheme",
        "--broker smoke://x --board a text | smoke://",
        "--broker lab=amqp://h --board a t | without NAME= before it",
        "--broker amqp://h?x=1 --board a t | x",
      })
  void shouldSayInOneLineHowToCallIt(String arguments, String hint) {
    CommandRun run = publisher(arguments.split(" +"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("publisher: ").contains(hint).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldShowExamplesThatCanBeCopied() {
    List<String> examples = publisher("--help").examples();

    assertThat(examples).isNotEmpty().allMatch(line -> line.startsWith("  "), "is not broken");
  }

  @Test
  void shouldNameAFileThatDoesNotExist() {
    CommandRun run = publisher("--broker", NOBODY, "--board", "a", "--file", "none.txt");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("publisher: none.txt: there is no such file or folder\n");
  }

  @Test
  void shouldRefuseAFolderAsAFile() {
    CommandRun run = publisher("--broker", NOBODY, "--board", "a", "--file", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("publisher: " + folder + ": it is a folder\n");
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CommandRun run = publisher("--broker", "amqp://127.0.0.1:" + port, "--board", "a", "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(run.err()).contains("127.0.0.1:" + port).hasLineCount(1);
  }

  @Test
  void shouldSayThatNoBoardServiceRuns() {
    CommandRun run = publisher("--data", folder.toString(), "--board", "a", "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(run.err()).contains("no board service runs on " + folder).hasLineCount(1);
  }

  @Test
  void shouldLookForABrokerBeforeItReads() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", NOBODY))
            .reading(closed)
            .run(PublisherCommand::new, "--board", "a");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
  }

  @Test
  void shouldRefuseANameOfABrokerWhateverItIs() {
    CommandRun run = publisher("--broker", "a b=amqp://u:secret@h", "--board", "a", "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("a broker alone, without NAME= before it")
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void shouldNotAskWhereNobodyCanAnswer() {
    CommandRun run = publisher("delete", "news", "--broker", NOBODY);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("publisher: board news was not deleted (say yes, or --yes)\n");
  }

  @Test
  void shouldAskAtATerminalWhetherToDelete() {
    CommandRun run =
        CommandRun.in(Map.of())
            .atTerminal()
            .reading("no\n")
            .run(PublisherCommand::new, "delete", "news", "--broker", NOBODY);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("delete board news with all of its messages? (yes or no)")
        .endsWith("publisher: board news was not deleted (say yes, or --yes)\n");
  }

  @Test
  void shouldRefuseAListOfBrokers() {
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", "amqp://a:secret@h1 b=amqp://h2"))
            .run(PublisherCommand::new, "--board", "a", "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("one broker").doesNotContain("secret").hasLineCount(1);
  }

  @Test
  void shouldTellATimeThatRanOutFromABrokerThatIsAway() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String uri = "amqp://127.0.0.1:" + silent.getLocalPort();

      CommandRun late = publisher("--broker", uri, "--board", "a", "--timeout", "1s", "text");

      assertThat(late.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
      assertThat(late.err())
          .isEqualTo("publisher: cannot connect at " + uri + ": no answer in time\n");
    }
    CommandRun away = publisher("--broker", NOBODY, "--board", "a", "--timeout", "1ms", "text");

    assertThat(away.exitCode()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
  }

  private static CommandRun publisher(String... args) {
    return CommandRun.in(Map.of()).run(PublisherCommand::new, args);
  }
}
