package org.topicboards.publisher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;

@DisplayName("publisher --lines, on the embedded broker")
class PublisherLinesTest extends PublisherScene {

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
}
