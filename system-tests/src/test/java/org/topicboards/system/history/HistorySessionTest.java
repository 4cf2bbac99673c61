package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;
import org.topicboards.publisher.PublisherCommand;
import org.topicboards.service.store.BoardSettings;
import org.topicboards.service.store.Retention;
import org.topicboards.system.roundtrip.Transport;

/** What a person does with the command: the same session on every transport. */
class HistorySessionTest extends OnEveryTransport {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final BoardName SPORTS = BoardName.of("sports");
  private static final String BOARD = "--board=news.local";
  private static final String IDS = "--format={id}";
  private static final String END = "--exit-at-end";

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldShowWhatIsAskedForAndNothingElse(Transport transport) {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 1_000);

    assertShows(scene, 991, 1_000, BOARD, IDS, "--last=10", END);
    assertShows(scene, 1, 1_000, BOARD, IDS, "--since=1h", END);
    assertShows(scene, 400, 1_000, BOARD, IDS, "--from=400", END);
    assertShows(scene, 1, 1_000, BOARD, IDS, "--all", END);
    assertShows(scene, 998, 1_000, "--board=news.#,sports.#", IDS, "--after=bob-997", END);
    assertShows(scene, 17, 17, "--board=#", IDS, "--id=bob-17");
    assertShows(scene, 10, 12, BOARD, IDS, "--from=10", "--until=12");
    assertShows(scene, 1, 5, BOARD, IDS, "--all", "--count=5");
    assertShows(scene, 1, 0, BOARD, IDS, "--all", "--until=1h");
    CommandRun numbers = scene.subscriber(BOARD, "--all", END, "--raw", "--quiet");
    assertThat(numbers.out())
        .isEqualTo(
            IntStream.rangeClosed(1, 1_000)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining()));
    assertThat(numbers.err()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldEndWithAllThatWasPostedBefore(Transport transport) throws Exception {
    HistoryScene scene = scene(transport);
    SlowStore slow = new SlowStore(scene.store());
    scene.startService(store -> slow);
    scene.archive(NEWS, "bob", 1, 100);
    slow.hold();
    scene.post(NEWS, "bob", 101, 100);

    CommandRun run = scene.start(BOARD, IDS, "--last=20", END);
    await().until(() -> run.err().contains("reading the history of news.local"));
    slow.release();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ids(181, 200));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldGoOnLiveWithoutASeam(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 1_000);
    int more = scene.isDurable() ? 10_000 : 1_000; // datagrams are lost on a busy machine
    int total = 1_000 + more;
    Publisher publisher =
        scene.closeLater(scene.connect().publisher(PublisherOptions.DEFAULTS.window(100, 1 << 20)));
    CompletableFuture<Void> posted =
        CompletableFuture.runAsync(
            () -> {
              for (int first = 1_001; first < total; first += 100) {
                HistoryScene.post(publisher, NEWS, "bob", first, 100);
              }
            });

    CommandRun run = scene.start(BOARD, IDS, "--all", "--count=" + (total + 10));
    posted.get(60, TimeUnit.SECONDS);
    await().atMost(HistoryScene.PATIENCE).until(() -> run.out().contains("bob-" + total + "\n"));
    HistoryScene.post(publisher, NEWS, "bob", total + 1, 10);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ids(1, total + 10));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldTellOfAGap(Transport transport) {
    HistoryScene scene = open(transport);
    scene.store().boards().create(NEWS, new BoardSettings(null, Retention.parse("count=10")));
    scene.post(NEWS, "bob", 1, 50);
    await().atMost(HistoryScene.PATIENCE).until(() -> scene.store().highestSequence(NEWS) == 50);
    while (scene.store().boards().expire()) {
      Thread.onSpinWait();
    }

    CommandRun text = scene.subscriber(BOARD, IDS, "--from=5", END);
    CommandRun json = scene.subscriber(BOARD, "--json", "--all", "--count=2", "--quiet");

    String said = "subscriber: 36 messages of board news.local, sequences 5 to 40, have expired\n";
    assertThat(text.exitCode()).isEqualTo(ExitCode.HISTORY_GAP);
    assertThat(text.out()).isEqualTo(ids(41, 50));
    assertThat(text.err()).contains(said);
    assertThat(json.exitCode()).isEqualTo(ExitCode.HISTORY_GAP);
    assertThat(json.out().lines()).hasSize(3);
    assertThat(json.out().lines().findFirst().orElseThrow())
        .contains("\"type\":\"org.topicboards.gap\"", "\"board\":\"news.local\"")
        .contains("\"data\":{\"from\":1,\"to\":40,\"count\":40}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldSayInOneLineWhatThereIsNot(Transport transport) {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 3);

    CommandRun board = scene.subscriber("--board=news.lokal", "--last=10", END, "--quiet");
    assertThat(board.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(board.err()).isEqualTo("subscriber: no such board in the archive: news.lokal\n");
    CommandRun message = scene.subscriber(BOARD, "--after=nothing", "--quiet");
    assertThat(message.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(message.err()).contains("no message with the id 'nothing'").hasLineCount(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldSayThatNobodyAnswers(Transport transport) {
    HistoryScene scene = scene(transport);

    CommandRun run = scene.subscriber(BOARD, "--last=10", "--timeout=4s");

    assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.err())
        .contains("subscriber: no board service has answered yet")
        .endsWith(
            "subscriber: after 4s no board service had answered (does one run on this broker?)\n");
    assertThat(scene.subscriber("boards", "--timeout=1s").exitCode()).isEqualTo(ExitCode.TIMED_OUT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldListTheBoards(Transport transport) {
    HistoryScene scene = open(transport);
    scene
        .store()
        .boards()
        .create(SPORTS, new BoardSettings("Goals ☃", Retention.parse("count=100")));
    scene.archive(NEWS, "bob", 1, 3);

    CommandRun text = scene.subscriber("boards");
    CommandRun json = scene.subscriber("boards", "--json");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out().lines())
        .hasSize(3)
        .anyMatch(line -> line.matches("news\\.local\t3\t\\S+Z\t\\S+Z\t\\d+ B\tunlimited\t"))
        .anyMatch(line -> line.equals("sports\t0\t-\t-\t0 B\tcount=100\tGoals ☃"));
    assertThat(json.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("{\"board\":\"news.local\",") && line.contains(":3,"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldCreateChangeAndDeleteABoard(Transport transport) {
    HistoryScene scene = open(transport);

    CommandRun created =
        publisher(scene, "", "create", "sports", "--description=Goals", "--retention=count=100");
    assertThat(created.exitCode()).as(created.err()).isZero();
    assertThat(created.err()).endsWith("publisher: created board sports\n");
    assertThat(publisher(scene, "", "create", "sports").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(publisher(scene, "", "update", "sports", "--retention=age=7d").exitCode()).isZero();
    assertThat(scene.subscriber("boards").out()).contains("\tage=7d\tGoals\n");
    assertThat(publisher(scene, "", "update", "sports", "--retention=age=soon").exitCode())
        .isEqualTo(ExitCode.USAGE);

    CommandRun kept = publisher(scene, "no\n", "delete", "sports");
    assertThat(kept.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(kept.err()).contains("delete board sports").contains("was not deleted");
    assertThat(publisher(scene, "yes\n", "delete", "sports").exitCode()).isZero();
    assertThat(scene.subscriber("boards").out()).doesNotContain("sports");
    CommandRun again = publisher(scene, "", "delete", "sports", "--yes");
    assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).endsWith("publisher: no such board in the archive: sports\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void shouldReplayAtTheRateThatIsWanted(Transport transport) {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 21);

    long startNanos = System.nanoTime();
    assertShows(scene, 1, 21, BOARD, IDS, "--all", END, "--replay-rate=20");
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isGreaterThan(Duration.ofSeconds(1));
    assertShows(scene, 1, 21, BOARD, IDS, "--all", END, "--replay-rate=original");
    CommandRun slow = scene.start(BOARD, IDS, "--all", END, "--replay-rate=0.001");
    await().until(() -> slow.out().equals(ids(1, 1)));
    slow.stop();
    assertThat(slow.exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldExchangeThoughBothSidesAreAwayInTurn(Transport transport) throws Exception {
    HistoryScene scene = open(transport);
    scene.archive(NEWS, "bob", 1, 300);
    scene.stopService();
    SubscriptionName alice = scene.name("alice");

    CommandRun asked = scene.subscriber(BOARD, "--as=alice", "--last=250", "--no-wait");
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    assertThat(asked.err()).isEqualTo("subscriber: asked: the answer waits for alice\n");
    scene.startService();
    await().atMost(HistoryScene.PATIENCE).until(() -> waiting(scene, alice) >= 3);
    scene.stopService();
    scene.post(NEWS, "bob", 301, 5);

    CommandRun collected = scene.subscriber(BOARD, IDS, "--as=alice", END);
    assertThat(collected.exitCode()).as(collected.err()).isZero();
    assertThat(collected.out()).contains(ids(51, 300)); // Kafka may bring what is live first
    assertThat(collected.out().lines())
        .containsExactlyInAnyOrderElementsOf(ids(51, 305).lines().toList());
    assertThat(scene.subscriber(BOARD, IDS, "--as=alice", END).out()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldAnswerLaterWithWhatWasNotArchivedYetWhenItWasAskedFor(Transport transport)
      throws Exception {
    HistoryScene scene = open(transport);
    scene.stopService();
    scene.post(BoardName.of("other"), "carol", 1, 5_000);
    scene.post(NEWS, "bob", 1, 20);
    SubscriptionName alice = scene.name("alice");

    CommandRun asked = scene.subscriber(BOARD, "--as=alice", "--last=10", "--no-wait");
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    scene.startService();
    await().atMost(HistoryScene.PATIENCE).until(() -> waiting(scene, alice) >= 3);

    CommandRun collected = scene.subscriber(BOARD, IDS, "--as=alice", END);
    assertThat(collected.exitCode()).as(collected.err()).isZero();
    assertThat(collected.out()).isEqualTo(ids(11, 20));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldTellTheAskerLaterThatThereIsNoSuchBoard(Transport transport) {
    HistoryScene scene = open(transport);
    SubscriptionName alice = scene.name("alice");

    CommandRun asked = scene.subscriber("--board=lost", "--as=alice", "--all", "--no-wait");
    assertThat(asked.exitCode()).isZero();
    await().atMost(HistoryScene.PATIENCE).until(() -> waiting(scene, alice) == 1);
    CommandRun collected = scene.subscriber("--board=lost", "--as=alice", END, "--quiet");

    assertThat(collected.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(collected.err()).isEqualTo("subscriber: no such board in the archive: lost\n");
  }

  private static CommandRun publisher(HistoryScene scene, String input, String... args) {
    return CommandRun.in(scene.environment())
        .atTerminal()
        .reading(input)
        .run(PublisherCommand::new, args);
  }

  private static void assertShows(HistoryScene scene, int first, int last, String... args) {
    CommandRun run = scene.subscriber(args);
    assertThat(run.exitCode()).as("%s: %s", String.join(" ", args), run.err()).isZero();
    assertThat(run.out()).as(String.join(" ", args)).isEqualTo(ids(first, last));
  }

  private static String ids(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "bob-" + number + "\n")
        .collect(Collectors.joining());
  }

  private static long waiting(HistoryScene scene, SubscriptionName name) {
    try (Broker broker = scene.connect()) {
      return broker.subscriptionStatus(name).orElseThrow().waitingMessages();
    }
  }
}
