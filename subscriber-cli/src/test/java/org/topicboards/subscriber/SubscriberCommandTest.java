package org.topicboards.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.broker.conformance.CuttingProxy;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.command.json.RandomMessages;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.publisher.PublisherCommand;

@DisplayName("subscriber, on the embedded broker")
class SubscriberCommandTest {

  private static final SubscriptionName ALICE = SubscriptionName.of("alice");

  private static EmbeddedBroker embedded;

  private String prefix;
  private Broker broker;
  private Publisher publisher;

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    embedded = EmbeddedBroker.start(EmbeddedBrokerOptions.of(data).onPort(0));
  }

  @AfterAll
  static void stopBroker() {
    embedded.close();
  }

  @BeforeEach
  void connect(TestInfo test) {
    prefix = "?archive=off&prefix=" + test.getTestMethod().orElseThrow().getName() + ".";
    broker = Brokers.connect(BrokerUri.parse(embedded.uri() + prefix));
    publisher = broker.publisher(PublisherOptions.DEFAULTS);
  }

  @AfterEach
  void close() {
    broker.close();
  }

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

  private CommandRun start(String... args) {
    return CommandRun.in(environment()).start(SubscriberCommand::new, args);
  }

  private CommandRun subscriber(String... args) {
    return start(args).await();
  }

  private Map<String, String> environment() {
    return Map.of("BOARD_BROKER", embedded.uri() + prefix);
  }

  private static void awaitSubscribed(CommandRun run) {
    await().until(() -> run.err().contains("subscribed to"));
  }

  private void post(String board, String body) {
    post(BoardName.of(board), Message.from("test").body(body.getBytes(UTF_8)).build());
  }

  private void post(BoardName board, Message message) {
    publisher.publish(board, message).toCompletableFuture().join();
  }

  private long waiting(SubscriptionName name) {
    return broker.subscriptionStatus(name).map(SubscriptionStatus::waitingMessages).orElseThrow();
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }
}
