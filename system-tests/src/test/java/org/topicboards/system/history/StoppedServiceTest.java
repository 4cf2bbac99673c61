package org.topicboards.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.command.CommandRun;
import org.topicboards.message.BoardName;
import org.topicboards.system.roundtrip.Transport;

/** A board service that is stopped by the system while somebody joins. */
class StoppedServiceTest extends OnEveryTransport {

  private static final BoardName NEWS = BoardName.of("news.local");
  private static final String BOARD = "--board=news.local";

  @ParameterizedTest(name = "{0}")
  @MethodSource("durableTransports")
  void shouldMissNothingAndShowNothingTwice(Transport transport, @TempDir Path folder)
      throws Exception {
    HistoryScene scene = new HistoryScene(transport, folder);
    Process service = startService(scene, folder);
    try {
      CommandRun ready = scene.subscriber("boards", "--timeout=50s");
      assertThat(ready.exitCode()).as(ready.err()).isZero();
      scene.post(NEWS, "bob", 1, 1_000);
      await()
          .atMost(HistoryScene.PATIENCE)
          .until(() -> scene.subscriber("boards", "--json").out().contains("\"messages\":1000"));
      signal("STOP", service);
      scene.post(NEWS, "bob", 1_001, 500);
      CommandRun run = scene.start(BOARD, "--format={id}", "--all", "--count=11500");
      await()
          .atMost(HistoryScene.PATIENCE)
          .until(() -> run.err().contains("no board service has answered yet"));
      scene.post(NEWS, "bob", 1_501, 10_000);
      signal("CONT", service);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .isEqualTo(
              IntStream.rangeClosed(1, 11_500)
                  .mapToObj(number -> "bob-" + number + "\n")
                  .collect(Collectors.joining()));
    } finally {
      service.destroyForcibly().waitFor();
      scene.close();
    }
  }

  private static Process startService(HistoryScene scene, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.topicboards.service.BoardService",
                    "--data=" + folder.resolve("data"),
                    "--http-port=0"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("service.log").toFile());
    builder.environment().putAll(scene.environment());
    return builder.start();
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
