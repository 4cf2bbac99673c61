package org.topicboards.broker.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  @TempDir private Path folder;

  /** What the child runs: it answers with what it is told, and lasts as long as its input. */
  public static void main(String[] args) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String told = input.readLine();
    System.err.println("told " + told);
    System.out.println("something of the JVM itself");
    if (told == null || told.equals("end")) {
      return;
    }
    if (!told.equals("silence")) {
      System.out.println(told);
    }
    while (input.read() >= 0) {
      // nobody writes
    }
  }

  @Test
  void shouldRunUntilItIsStopped() throws Exception {
    ChildJvm child = ChildJvm.start(plan(Duration.ofMinutes(1)), "ready: somewhere\n");

    assertThat(child.address()).isEqualTo("somewhere");
    assertThat(child.process().isAlive()).isTrue();
    child.stop();
    assertThat(child.process().isAlive()).isFalse();
    assertThat(Files.readString(log())).contains("told ready: somewhere");
    child.stop();
  }

  @Test
  void shouldBeGoneOnceItIsKilled() throws Exception {
    ChildJvm child = ChildJvm.start(plan(Duration.ofMinutes(1)), "ready: somewhere\n");

    child.kill();

    assertThat(child.process().isAlive()).isFalse();
  }

  @Test
  void shouldSayWhatTheChildSaysOfItsFailure() {
    assertThatExceptionOfType(ChildJvmException.class)
        .isThrownBy(() -> ChildJvm.start(plan(Duration.ofMinutes(1)), "failed: no room\n"))
        .withMessage("no room");
  }

  @Test
  void shouldNameTheLogWhenTheChildEndsWithoutAnAnswer() {
    assertThatExceptionOfType(ChildJvmException.class)
        .isThrownBy(() -> ChildJvm.start(plan(Duration.ofMinutes(1)), "end\n"))
        .withMessage("the child could not be started: its process ended; see " + log());
  }

  @Test
  void shouldNotWaitForAnAnswerForEver() {
    assertThatExceptionOfType(ChildJvmException.class)
        .isThrownBy(() -> ChildJvm.start(plan(Duration.ofSeconds(1)), "silence\n"))
        .withMessageContaining("no answer within 1 s");
  }

  private ChildJvm.Plan plan(Duration startTimeout) {
    return new ChildJvm.Plan(
        "the child",
        ChildJvmTest.class,
        List.of("-Xmx32m"),
        log(),
        startTimeout,
        Duration.ofSeconds(30));
  }

  private Path log() {
    return folder.resolve("child.log");
  }
}
