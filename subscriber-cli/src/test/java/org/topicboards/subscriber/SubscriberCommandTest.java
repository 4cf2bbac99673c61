package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.publisher.PublisherCommand;

@DisplayName("subscriber, on the embedded broker")
class SubscriberCommandTest extends SubscriberScene {

  @Test
  void shouldCollectInOrderWhatCameWhileTheSubscriberWasAway() {
    assertThat(subscriber("--board=news.#", "--as=alice", "--exit-at-end").exitCode()).isZero();
    String lines = numbers(0, 3_000);
    CommandRun posted =
        CommandRun.in(environment())
            .reading(lines)
            .run(PublisherCommand::new, "--board=news.local", "--lines");
    assertThat(posted.exitCode()).isZero();
    post("sports", "not for alice");

    CommandRun run = subscriber("--board=news.#", "--as=alice", "--count=3000", "--timeout=60s");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(lines);
    assertThat(run.err()).isEqualTo("subscriber: subscribed to news.# as alice\n");
    assertThat(waiting(ALICE)).isZero();
  }

  @Test
  void shouldShowLiveWhatItsPatternsMatch() {
    CommandRun run =
        start("--board=news.*,sports.#", "--board=_dead.bob", "--format={board} {body}");
    awaitSubscribed(run);
    post("news.local", "1");
    post("news.a.b", "2");
    post("sports", "3");
    post("_dead.bob", "4");

    await().until(() -> run.out().lines().count() == 3);
    run.stop();
    assertThat(run.out().lines())
        .containsExactlyInAnyOrder("news.local 1", "sports 3", "_dead.bob 4");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void shouldTakeExactlyAsManyAsAskedFor() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    for (int i = 0; i < 10; i++) {
      post("a", Integer.toString(i));
    }

    assertThat(subscriber("--board=a", "--as=alice", "--count=3").out()).isEqualTo("0\n1\n2\n");
    await().until(() -> waiting(ALICE) == 7);
    assertThat(subscriber("--board=a", "--as=alice", "--count=7").out())
        .isEqualTo("3\n4\n5\n6\n7\n8\n9\n");
  }

  @Test
  void shouldEndWhenEverythingThatWaitedWasShown() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    post("a", "1");
    post("a", "2");

    CommandRun run = subscriber("--board=a", "--as=alice", "--exit-at-end", "--quiet");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("1\n2\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldEndThoughAnotherSubscriberOfItsNameTakesTheRest() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    for (int i = 0; i < 2_000; i++) {
      post("a", Integer.toString(i));
    }
    CommandRun other = start("--board=a", "--as=alice");
    CommandRun run = subscriber("--board=a", "--as=alice", "--exit-at-end");

    assertThat(run.exitCode()).isZero();
    await().until(() -> other.out().lines().count() + run.out().lines().count() == 2_000);
    other.stop();
  }

  @Test
  void shouldSayWhenTheTimeRanOutBeforeAllHadCome() {
    CommandRun run = subscriber("--board=a", "--count=1", "--timeout=300ms");
    assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.err()).endsWith("subscriber: after 300ms only 0 messages had come\n");

    assertThat(subscriber("--board=a", "--timeout=300ms").exitCode()).isZero();
  }

  @Test
  void shouldShowAMessageThatComesAgainOnlyOnce() {
    Message message = Message.from("s").id("1").body("once".getBytes(UTF_8)).build();
    CommandRun run = start("--board=#", "--as=alice", "--format={board} {body}");
    awaitSubscribed(run);
    post(BoardName.of("a"), message);
    post(BoardName.of("a"), message);
    post(BoardName.of("b"), message);

    await().until(() -> run.out().equals("a once\nb once\n"));
    run.stop();
    assertThat(waiting(ALICE)).isZero();
  }

  @Test
  void shouldRemoveASubscriptionAndWhatWaitsInIt() {
    subscriber("--board=a", "--as=alice", "--exit-at-end");
    post("a", "1");

    CommandRun removal = subscriber("remove", "--as=alice");
    assertThat(removal.exitCode()).isZero();
    assertThat(removal.err()).isEqualTo("subscriber: removed subscription alice\n");
    assertThat(broker.subscriptionStatus(ALICE)).isEmpty();

    CommandRun again = subscriber("remove", "--as=alice");
    assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).isEqualTo("subscriber: there is no durable subscription alice\n");
  }

  @Test
  void shouldSayThatMessagesMayBeMissingAfterALostConnection() {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), embedded.port());
    try (CuttingProxy proxy = CuttingProxy.to(address)) {
      String uri = embedded.uri().replace(":" + embedded.port(), ":" + proxy.port()) + prefix;
      CommandRun run =
          CommandRun.in(Map.of("BOARD_BROKER", uri)).start(SubscriberCommand::new, "--board=a");
      awaitSubscribed(run);
      proxy.cut();
      await().until(() -> run.err().contains("may be missing"));
      post("a", "after");
      await().until(() -> run.out().equals("after\n"));
      run.stop();

      assertThat(run.err().lines())
          .anyMatch(line -> line.startsWith("subscriber: connection lost, trying again: "))
          .anyMatch(line -> line.startsWith("subscriber: connected again after "))
          .anyMatch(
              line -> line.matches("subscriber: messages posted since \\S+Z may be missing.*"));
    }
  }
}
