package org.topicboards.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.Message;

@DisplayName("publisher, on the embedded broker")
class PublisherCommandTest extends PublisherScene {

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
}
