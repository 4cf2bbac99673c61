package org.topicboards.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.command.json.RandomMessages;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.publisher.PublisherCommand;

@DisplayName("what subscriber writes, on the embedded broker")
class SubscriberOutputTest extends SubscriberScene {

  @Test
  void shouldEndWellWhenNobodyReadsOnAndKeepWhatWasNotShown() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    post("a", "1");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandRun run =
        CommandRun.in(environment())
            .startInto(broken, SubscriberCommand::new, "--board=a", "--as=alice")
            .await();

    assertThat(run.exitCode()).isZero();
    await().until(() -> waiting(ALICE) == 1);
  }

  @Test
  void shouldFailWhenItsOutputCannotBeWritten() {
    CommandRun run =
        CommandRun.in(environment())
            .startInto(
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                  }
                },
                SubscriberCommand::new,
                "--board=a",
                "--as=alice");
    awaitSubscribed(run);
    post("a", "1");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("standard output cannot be written: No space left on device");
    await().until(() -> waiting(ALICE) == 1);
  }

  @Test
  void shouldHandOnEveryMessageUnchangedAsJson() {
    RandomMessages random = new RandomMessages(5_672);
    List<Message> messages = new ArrayList<>();
    subscriber("--board=#", "--as=alice", "--exit-at-end");
    for (int i = 0; i < 300; i++) {
      Message message = random.message();
      messages.add(message);
      post(BoardName.of("board." + i % 7), message);
    }
    CommandRun out =
        subscriber("--board=#", "--as=alice", "--json", "--count=300", "--timeout=50s");
    assertThat(out.exitCode()).as(out.err()).isZero();

    List<Message> received = new ArrayList<>();
    List<String> boards = new ArrayList<>();
    Broker other = Brokers.connect(BrokerUri.parse(embedded.uri() + prefix + "other."));
    try (other) {
      var unused =
          other.subscribe(
              SubscriptionOptions.ephemeral(List.of(BoardPattern.ALL)),
              delivery -> {
                synchronized (received) {
                  received.add(delivery.message());
                  boards.add(delivery.board().value());
                }
                delivery.acknowledge();
              });
      CommandRun in =
          CommandRun.in(Map.of("BOARD_BROKER", embedded.uri() + prefix + "other."))
              .reading(out.outBytes())
              .run(PublisherCommand::new, "--json");

      assertThat(in.err()).isEmpty();
      assertThat(in.exitCode()).isZero();
      await()
          .until(
              () -> {
                synchronized (received) {
                  return received.size() == messages.size();
                }
              });
    }
    assertThat(received).isEqualTo(messages);
    assertThat(boards).isEqualTo(IntStream.range(0, 300).mapToObj(i -> "board." + i % 7).toList());
  }

  @Test
  void shouldShowBodiesRawAndWithNul() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    post("a", "1\n");
    post("a", "");
    post("a", "2");

    assertThat(subscriber("--board=a", "--as=alice", "--count=2", "--raw").out()).isEqualTo("1\n");
    assertThat(subscriber("--board=a", "--as=alice", "--count=1", "-0").out()).isEqualTo("2\0");
  }

  @Test
  void shouldWriteAndAcknowledgeWhatItHasWhenStopped() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    for (int i = 0; i < 2_000; i++) {
      post("a", Integer.toString(i));
    }
    CommandRun run = start("--board=a", "--as=alice");
    await().until(() -> !run.out().isEmpty());
    run.stop();
    assertThat(run.exitCode()).isZero();
    CommandRun rest = subscriber("--board=a", "--as=alice", "--exit-at-end");
    assertThat(run.out() + rest.out()).isEqualTo(numbers(0, 2_000));
  }
}
