package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardName;
import org.topicboards.service.store.BoardSettings;
import org.topicboards.service.store.Retention;
import org.topicboards.system.roundtrip.Transports;

/** What a named subscriber on UDP has missed waits for her in the archive. */
@DisplayName("subscriber --as, on UDP multicast")
@Timeout(180)
class OfflineQueueTest {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final String BOARD = "--board=news.#";
  private static final String IDS = "--format={id}";
  private static final String ALICE = "--as=alice";
  private static final String END = "--exit-at-end";

  private HistoryScene scene;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    scene = new HistoryScene(Transports.multicast(), folder);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void shouldBringWhatSheHasMissedOnce() throws Exception {
    scene.startService();
    scene.archive(NEWS, "bob", 1, 10);
    assertThat(alice(END)).isEmpty(); // new, she begins now

    scene.archive(NEWS, "bob", 11, 1_000);
    scene.archive(BoardName.of("sports"), "bob", 1, 10);

    assertThat(alice(END)).isEqualTo(ids(11, 1_010));
    assertThat(alice(END)).isEmpty();
  }

  @Test
  void shouldRememberAfterARestartOfTheService() throws Exception {
    scene.startService();
    alice(END);
    scene.archive(NEWS, "bob", 1, 10);
    scene.stopService();
    scene.startService();

    assertThat(alice(END)).isEqualTo(ids(1, 10));
  }

  @Test
  void shouldGoOnBehindWhatSheHasAcknowledged() throws Exception {
    scene.startService();
    alice(END);
    scene.archive(NEWS, "bob", 1, 1_000);

    assertThat(alice("--count=3")).isEqualTo(ids(1, 3));
    assertThat(alice("--count=600")).isEqualTo(ids(4, 603));
    assertThat(alice(END)).isEqualTo(ids(604, 1_000));
  }

  @Test
  void shouldNotBringAgainWhatSheHasHeardLive() throws Exception {
    scene.startService();
    alice(END);
    CommandRun live = scene.start(BOARD, IDS, ALICE, "--count=8");
    scene.archive(NEWS, "bob", 1, 3);
    await().atMost(HistoryScene.PATIENCE).until(() -> live.out().equals(ids(1, 3)));
    scene.archive(NEWS, "bob", 4, 10);

    assertThat(live.await().exitCode()).as(live.err()).isZero();
    assertThat(live.out()).isEqualTo(ids(1, 8));
    assertThat(alice(END)).isEqualTo(ids(9, 13));
  }

  @Test
  void shouldJoinWhatSheMissedAndWhatIsPostedMeanwhile() throws Exception {
    scene.startService();
    alice(END);
    scene.archive(NEWS, "bob", 1, 1_000);

    CommandRun run = scene.start(BOARD, IDS, ALICE, "--count=2000");
    scene.post(NEWS, "bob", 1_001, 1_000);

    assertThat(run.await().exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ids(1, 2_000));
  }

  @Test
  void shouldSayWhatHasExpiredMeanwhile() throws Exception {
    scene.startService();
    alice(END);
    scene.store().boards().create(NEWS, new BoardSettings(null, Retention.parse("count=10")));
    scene.archive(NEWS, "bob", 1, 50);
    while (scene.store().boards().expire()) {
      Thread.onSpinWait();
    }

    CommandRun run = scene.subscriber(BOARD, IDS, ALICE, END);

    assertThat(run.exitCode()).isEqualTo(ExitCode.HISTORY_GAP);
    assertThat(run.out()).isEqualTo(ids(41, 50));
    assertThat(run.err()).contains("have expired");
  }

  @Test
  void shouldForgetHerOnRequest() throws Exception {
    scene.startService();
    alice(END);
    scene.archive(NEWS, "bob", 1, 10);

    assertThat(scene.subscriber("remove", ALICE).exitCode()).isZero();
    CommandRun again = scene.subscriber("remove", ALICE);
    assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).endsWith("subscriber: nothing is kept for a subscriber alice\n");
    assertThat(alice(END)).isEmpty();
  }

  @Test
  void shouldShowTheCountersOfTheTransportAfterHistory() throws Exception {
    scene.startService();
    scene.archive(NEWS, "bob", 1, 10);

    CommandRun history = scene.subscriber(BOARD, "--last=3", END, "--stats", "--quiet");
    assertThat(history.exitCode()).as(history.err()).isZero();
    assertThat(history.err())
        .startsWith("subscriber: all publishers: received ")
        .contains("subscriber: publisher ");

    CommandRun named = scene.subscriber(BOARD, ALICE, END, "--stats", "--quiet");
    assertThat(named.exitCode()).as(named.err()).isZero();
    assertThat(named.err())
        .startsWith("subscriber: repairs: put back from the archive 0, ")
        .contains("subscriber: all publishers: received ");
  }

  @Test
  void shouldSayInOneLineThatNoServiceIsThere() {
    CommandRun run = scene.subscriber(BOARD, ALICE, END, "--quiet");

    assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.err())
        .isEqualTo(
            "subscriber: no board service answered within 10s: is one running, in this group?\n");
  }

  @Test
  void shouldBeginNewPatternsNowAndDropOthers() throws Exception {
    scene.startService();
    alice(END);
    archiveBoth(1, 5);

    assertThat(of("--board=news.#,sports", "--count=3")).isEqualTo(ids(1, 3));
    assertThat(of("--board=news.#,sports", END)).isEqualTo(ids(4, 5));
    archiveBoth(6, 2);
    assertThat(of("--board=sports,news.#", END)).isEqualTo(ids(6, 7) + sports(6, 7));
    archiveBoth(8, 1);
    assertThat(of("--board=sports", END)).isEqualTo(sports(8, 8));
    archiveBoth(9, 1);
    assertThat(of("--board=sports,news.#", END)).isEqualTo(sports(9, 9));
  }

  @Test
  void shouldListHerAndWhatWaits() throws Exception {
    scene.startService();
    alice(END);
    archiveBoth(1, 3);

    CommandRun list = scene.subscriber("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("alice\tnews.#\t3\t-\t2");
    assertThat(scene.subscriber("list", "--json").out())
        .startsWith(
            "{\"subscription\":\"alice\",\"broker\":\"test\",\"patterns\":[\"news.#\"],\"waiting\":3,"
                + "\"lastseen\":\"");

    assertThat(scene.subscriber("remove", ALICE).exitCode()).isZero();
    assertThat(scene.subscriber("list").out()).hasLineCount(1);
  }

  private void archiveBoth(int first, int count) {
    scene.archive(NEWS, "bob", first, count);
    scene.archive(BoardName.of("sports"), "carol", first, count);
  }

  private String of(String boards, String option) {
    CommandRun run = scene.subscriber(boards, IDS, ALICE, option);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String sports(int first, int last) {
    return ids(first, last).replace("bob", "carol");
  }

  private String alice(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = BOARD;
    args[1] = IDS;
    args[2] = ALICE;
    System.arraycopy(options, 0, args, 3, options.length);
    CommandRun run = scene.subscriber(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String ids(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "bob-" + number + "\n")
        .collect(Collectors.joining());
  }
}
