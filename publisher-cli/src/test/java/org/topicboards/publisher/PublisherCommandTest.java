package org.topicboards.publisher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

@DisplayName("publisher, on the embedded broker")
class PublisherCommandTest {

  private static EmbeddedBroker embedded;

  @TempDir Path folder;
  private String uri;
  private Broker broker;
  private final List<Delivery> received = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(data).onPort(0));
  }

  @AfterAll
  static void stopBroker() {
    embedded.close();
  }

  @BeforeEach
  void listen(TestInfo test) {
    uri = embedded.uri() + "?prefix=" + test.getTestMethod().orElseThrow().getName() + ".";
    broker = Brokers.connect(BrokerUri.parse(uri));
    var unused =
        broker.subscribe(
            SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
            delivery -> {
              received.add(delivery);
              delivery.acknowledge();
            });
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void shouldPostTheTextOfTheCommandLine() {
    CommandRun run =
        publisher("")
            .run(
                PublisherCommand::new,
                "--board=news.local",
                "--as=alice",
                "--type=greeting",
                "--header=Größe=a=b",
                "--header=empty=",
                "two",
                "words \uD83D\uDE00");

    succeeded(run);
    awaitReceived(1);
    Message message = received.get(0).message();
    assertThat(received.get(0).board()).hasToString("news.local");
    assertThat(message.source()).isEqualTo("alice");
    assertThat(message.type()).isEqualTo("greeting");
    assertThat(message.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(message.headers()).containsEntry("Größe", "a=b").containsEntry("empty", "");
    assertThat(new String(message.body(), UTF_8)).isEqualTo("two words \uD83D\uDE00");
  }

  @Test
  void shouldNameTheUserAndTheHostAsTheSource() {
    succeeded(publisher("").run(PublisherCommand::new, "--board=a", "text"));

    awaitReceived(1);
    assertThat(received.get(0).message().source()).matches(".+@.+");
  }

  @Test
  void shouldPostStandardInputAsOneMessage() {
    succeeded(publisher("a\r\nb\n").run(PublisherCommand::new, "--board=a"));

    awaitReceived(1);
    assertThat(bodies()).containsExactly("a\r\nb\n");
  }

  @Test
  void shouldPostAnEmptyMessage() {
    succeeded(publisher("").run(PublisherCommand::new, "--board=a"));

    awaitReceived(1);
    assertThat(bodies()).containsExactly("");
  }

  @Test
  void shouldPostTextOfEveryShape() throws IOException {
    Path file = Files.writeString(folder.resolve("args"), "--board=elsewhere");
    for (String text : List.of("", "@" + file, "--", "-1", "${HOME}", "'quoted'")) {
      succeeded(publisher("unread").run(PublisherCommand::new, "--board=a", "--", text));
    }

    awaitReceived(6);
    assertThat(bodies()).containsExactly("", "@" + file, "--", "-1", "${HOME}", "'quoted'");
  }

  @Test
  void shouldPostATextThatHoldsTheNameOfASubcommand() {
    succeeded(publisher("").run(PublisherCommand::new, "--board=a", "capabilities"));
    succeeded(publisher("").run(PublisherCommand::new, "--board=a", "the", "capabilities"));
    succeeded(publisher("").run(PublisherCommand::new, "--board=a", "--", "capabilities"));

    awaitReceived(3);
    assertThat(bodies()).containsExactly("capabilities", "the capabilities", "capabilities");
  }

  @Test
  void shouldPostAFileAsItIs() throws IOException {
    byte[] bytes = {0, (byte) 0xff, '\n', (byte) 0x80};
    Path file = Files.write(folder.resolve("a.jpg"), bytes);

    succeeded(
        publisher("ignored")
            .run(
                PublisherCommand::new, "--board=a", "--file=" + file, "--content-type=image/jpeg"));

    awaitReceived(1);
    assertThat(received.get(0).message().body()).isEqualTo(bytes);
    assertThat(received.get(0).message().contentType()).isEqualTo("image/jpeg");
  }

  @Test
  void shouldPostEachLineInOrderAndTheUnterminatedLastToo() {
    succeeded(publisher("a\n\nb\r\nc").run(PublisherCommand::new, "--board=a", "--lines"));

    awaitReceived(4);
    assertThat(bodies()).containsExactly("a", "", "b\r", "c");
  }

  @Test
  void shouldPostLinesThatAreNotUtf8ByteForByte() {
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", uri))
            .reading("gr\u00fcn\nok\n".getBytes(ISO_8859_1))
            .run(PublisherCommand::new, "--board=a", "--lines");

    succeeded(run);
    awaitReceived(2);
    assertThat(received.get(0).message().body()).isEqualTo("gr\u00fcn".getBytes(ISO_8859_1));
    assertThat(received.get(0).message().contentType()).isEqualTo("application/octet-stream");
    assertThat(received.get(1).message().contentType()).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void shouldPostManyLinesInOrder() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append(i).append('\n');
    }
    succeeded(publisher(lines.toString()).run(PublisherCommand::new, "--board=a", "--lines"));

    awaitReceived(5_000);
    assertThat(String.join("\n", bodies()) + "\n").isEqualTo(lines.toString());
  }

  @Test
  void shouldStopAtALineThatIsTooLongAndSayWhich() {
    String input = "a\nb\n" + "x".repeat((1 << 20) + 1) + "\nd\n";
    CommandRun run = publisher(input).run(PublisherCommand::new, "--board=a", "--lines");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("publisher: line 3: ")
        .contains("1048577 bytes", "max-body", "2 confirmed, 1 refused")
        .hasLineCount(1);
    assertThat(bodies()).doesNotContain("d");
  }

  @Test
  void shouldRefuseABodyOverTheLimitBeforeAnythingIsSent() {
    CommandRun run = publisher("x".repeat((1 << 20) + 1)).run(PublisherCommand::new, "--board=a");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("publisher: message ").contains("1048577").hasLineCount(1);
  }

  @Test
  void shouldNotReadAnEndlessInputIntoMemory() {
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", uri))
            .reading(
                new InputStream() {
                  @Override
                  public int read() {
                    return 'x';
                  }

                  @Override
                  public int read(byte[] buffer, int offset, int length) {
                    return length;
                  }
                })
            .run(PublisherCommand::new, "--board=a", "--lines");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("publisher: line 1: it is longer than 16 MiB").hasLineCount(1);
  }

  @Test
  void shouldPostEventsToTheirOwnBoards() {
    String events = event("1", "\"board\":\"a\"") + "\n" + event("2", "\"board\":\"b.c\"");
    succeeded(publisher(events).run(PublisherCommand::new, "--json"));

    awaitReceived(2);
    assertThat(received)
        .extracting(delivery -> delivery.board().value())
        .containsExactly("a", "b.c");
    assertThat(received).extracting(delivery -> delivery.message().id()).containsExactly("1", "2");
  }

  @Test
  void shouldPostEventsToTheBoardThatIsNamed() {
    String events = event("1", "\"board\":\"_dead.alice\"") + "\r\n\n" + event("2", "\"x\":\"y\"");
    succeeded(publisher(events).run(PublisherCommand::new, "--json", "--board=again"));

    awaitReceived(2);
    assertThat(received).extracting(delivery -> delivery.board().value()).containsOnly("again");
  }

  @Test
  void shouldNameTheLineThatIsNoEvent() {
    CommandRun run =
        publisher(event("1", "\"board\":\"a\"") + "\nhello\n").run(PublisherCommand::new, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("publisher: line 2: it is no JSON: ")
        .endsWith("(1 confirmed)\n")
        .hasLineCount(1);
  }

  @Test
  void shouldSayThatALineEndsTooEarly() {
    CommandRun run = publisher("{\"id\":").run(PublisherCommand::new, "--json");

    assertThat(run.err())
        .startsWith("publisher: line 1: it is no JSON: the line ends too early (column ");
  }

  @Test
  void shouldRefuseAnEventForAReservedBoardOrNone() {
    assertThat(publisher(event("1", "\"board\":\"_x\"")).run(PublisherCommand::new, "--json").err())
        .startsWith("publisher: line 1: board '_x' is reserved");
    assertThat(publisher(event("1", "\"x\":\"y\"")).run(PublisherCommand::new, "--json").err())
        .startsWith("publisher: line 1: it names no board");
  }

  @Test
  void shouldSayThatStandardInputIsClosed() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", uri))
            .reading(closed)
            .run(PublisherCommand::new, "--board=a");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("publisher: Stream closed\n");
  }

  @Test
  void shouldSayThatThePasswordIsWrong() {
    CommandRun run =
        publisher("")
            .run(
                PublisherCommand::new,
                "--broker=amqp://" + embedded.user() + ":guess@127.0.0.1:" + embedded.port(),
                "--board=a",
                "text");

    assertThat(run.exitCode()).isEqualTo(ExitCode.ACCESS_REFUSED);
    assertThat(run.err()).startsWith("publisher: ").doesNotContain("guess").hasLineCount(1);
  }

  @Test
  void shouldWarnThatNobodyWillSeeTheMessage() {
    String nobodysUri = embedded.uri() + "?archive=off&prefix=nobody.";
    CommandRun run =
        publisher("").run(PublisherCommand::new, "--broker=" + nobodysUri, "--board=a", "text");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo("publisher: no subscription took 1 of the messages: nobody will see them\n");
  }

  @Test
  void shouldWarnThatMessagesPileUpForAnArchiveThatNobodyRuns() {
    succeeded(publisher("x\n".repeat(10_000)).run(PublisherCommand::new, "--board=a", "--lines"));
    CommandRun run = publisher("").run(PublisherCommand::new, "--board=a", "one more");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("10001 messages wait for the archive").hasLineCount(1);
  }

  @Test
  void shouldFinishWhatIsInHandWhenStoppedWhileItWaitsForInput() throws IOException {
    PipedOutputStream input = new PipedOutputStream();
    CommandRun run =
        CommandRun.in(Map.of("BOARD_BROKER", uri))
            .reading(new PipedInputStream(input))
            .start(PublisherCommand::new, "--board=a", "--lines");
    input.write("first\nsecond\nthi".getBytes(UTF_8));
    input.flush();
    awaitReceived(2);

    run.stop();
    assertThat(run.err()).isEqualTo("publisher: stopped (2 confirmed)\n");

    input.write("rd\n".getBytes(UTF_8));
    input.close();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(bodies()).containsExactly("first", "second");
  }

  @Test
  void shouldKeepThePace() {
    long startNanos = System.nanoTime();
    succeeded(
        publisher("a\nb\nc\nd\n").run(PublisherCommand::new, "--board=a", "--lines", "--rate=10"));

    assertThat(System.nanoTime() - startNanos).isGreaterThan(300_000_000L);
    awaitReceived(4);
  }

  private CommandRun.Setting publisher(String input) {
    return CommandRun.in(Map.of("BOARD_BROKER", uri)).reading(input);
  }

  private static void succeeded(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  private void awaitReceived(int count) {
    await().untilAsserted(() -> assertThat(received).hasSizeGreaterThanOrEqualTo(count));
    assertThat(received).hasSize(count);
  }

  private List<String> bodies() {
    return received.stream().map(delivery -> new String(delivery.message().body(), UTF_8)).toList();
  }

  private static String event(String id, String members) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + id
        + "\",\"source\":\"s\",\"type\":\"t\","
        + members
        + "}";
  }
}
