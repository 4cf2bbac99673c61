package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.command.CommandRun;
import org.topicboards.command.ExitCode;
import org.topicboards.message.BoardName;
import org.topicboards.system.roundtrip.Transports;

/** A named subscriber on UDP asks for history: it comes first, then what she has missed, once. */
@DisplayName("subscriber --as with history, on UDP multicast")
@Timeout(180)
class HistoryBeforeMissedTest {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final String END = "--exit-at-end";

  private HistoryScene scene;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    scene = new HistoryScene(Transports.multicast(), folder);
    scene.startService();
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void shouldShowHistoryThenWhatIsPostedToOneWhoIsNew() {
    scene.archive(NEWS, "bob", 1, 10);

    CommandRun run = start("--last=3", "--count=5");
    await().atMost(HistoryScene.PATIENCE).until(() -> run.out().equals(ids(8, 10)));
    scene.archive(NEWS, "bob", 11, 2);

    assertThat(run.await().exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ids(8, 12));
    scene.archive(NEWS, "bob", 13, 2);
    assertThat(alice(END)).isEqualTo(ids(13, 14));
  }

  @Test
  void shouldShowWhatSheHasMissedBehindAShorterHistory() {
    alice(END);
    scene.archive(NEWS, "bob", 1, 1_000);

    assertThat(alice("--last=3", "--count=1000")).isEqualTo(ids(998, 1_000) + ids(1, 997));

    assertThat(alice(END)).isEmpty();
  }

  @Test
  void shouldNotRepeatWhatSheHasMissedBehindALongerHistory() {
    scene.archive(NEWS, "bob", 1, 500);
    alice(END);
    scene.archive(NEWS, "bob", 501, 500);

    CommandRun run = start("--all", "--count=2000");
    scene.post(NEWS, "bob", 1_001, 1_000);

    assertThat(run.await().exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(ids(1, 2_000));
    assertThat(alice(END)).isEmpty();
  }

  @Test
  void shouldGoOnBehindWhatSheHasAcknowledgedOfAHistory() {
    scene.archive(NEWS, "bob", 1, 10);
    alice(END);
    scene.archive(NEWS, "bob", 11, 10);

    assertThat(alice("--last=15", "--count=2")).isEqualTo(ids(6, 7));
    assertThat(alice("--last=15", "--count=12")).isEqualTo(ids(6, 17));
    assertThat(alice(END)).isEqualTo(ids(18, 20));
  }

  @Test
  void shouldLeaveNothingOutOfWhatSheHasMissedWhenSheLeavesEarly() {
    alice(END);
    scene.archive(NEWS, "bob", 1, 10);

    assertThat(alice("--last=3", "--count=2")).isEqualTo(ids(8, 9));
    assertThat(alice("--last=3", "--count=5")).isEqualTo(ids(8, 10) + ids(1, 2));
    assertThat(alice(END)).isEqualTo(ids(3, 10));
  }

  @Test
  void shouldSayInOneLineThatThereIsNoSuchHistory() {
    CommandRun run = scene.subscriber("--board=nowhere", "--as=alice", "--last=3", "--quiet");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no such board").hasLineCount(1);
  }

  @Test
  void shouldRefuseAHistoryThatEnds() {
    CommandRun run = start("--all", END).await();

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("leave out --as, or --exit-at-end").hasLineCount(1);
  }

  private String alice(String... options) {
    CommandRun run = start(options).await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private CommandRun start(String... options) {
    return scene.start(
        Stream.concat(
                Stream.of("--board=news.#", "--format={id}", "--as=alice"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String ids(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "bob-" + number + "\n")
        .collect(Collectors.joining());
  }
}
