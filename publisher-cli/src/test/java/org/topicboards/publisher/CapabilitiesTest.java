package org.topicboards.publisher;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Guarantee;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;

@DisplayName("publisher capabilities, without any broker")
class CapabilitiesTest {

  private static final String NOBODY = "amqp://alice:secret@127.0.0.1:1/vhost";

  @Test
  void shouldShowEveryGuaranteeInWords() {
    CommandRun run = publisher("capabilities", "--broker", NOBODY);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .hasSameSizeAs(Guarantee.values())
        .contains(
            "yes  CONFIRMED              a publish completes only when the broker has taken the"
                + " message");
  }

  @Test
  void shouldShowThemAsOneJsonObject() {
    CommandRun run = publisher("capabilities", "--json", "--broker", NOBODY);

    assertThat(run.exitCode()).isZero();
    String guarantees =
        Arrays.stream(Guarantee.values())
            .map(guarantee -> "\"" + guarantee + "\":true")
            .collect(joining(","));
    assertThat(run.out())
        .isEqualTo(
            "{\"broker\":\"amqp://alice:***@127.0.0.1:1/vhost\",\"guarantees\":{"
                + guarantees
                + "}}\n");
  }

  @Test
  void shouldSayWhatATransportDoesNotGuarantee() {
    CommandRun run = publisher("capabilities", "--broker", "udp://239.255.0.1:53124");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "yes  ORDERED_PER_PUBLISHER  one publisher's messages",
            "no   DURABLE_SUBSCRIPTION   messages wait");
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    for (String[] args :
        new String[][] {
          {"capabilities", "--broker", "smoke://x"},
          {"capabilities", "--broker", NOBODY, "--board", "a"},
          {"capabilities", "--broker", NOBODY, "more"},
        }) {
      CommandRun run = publisher(args);

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("publisher: ").hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void shouldSayThatStandardOutputCannotBeWritten() {
    assertThat(into("Broken pipe").exitCode()).isZero();
    CommandRun full = into("No space left on device");
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.err()).contains("No space left on device").hasLineCount(1);
  }

  private static CommandRun into(String failure) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    return CommandRun.in(Map.of())
        .startInto(out, PublisherCommand::new, "capabilities", "--broker", NOBODY)
        .await();
  }

  private static CommandRun publisher(String... args) {
    return CommandRun.in(Map.of()).run(PublisherCommand::new, args);
  }
}
