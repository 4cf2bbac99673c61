package org.topicboards.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdDrillTest {

  /** How much archiving is slowed is for the drill itself to measure, on a quiet machine. */
  @Test
  void shouldAnswerEverybodyWhoAsksForEverythingAtOnce(@TempDir Path folder) {
    StringWriter report = new StringWriter();

    int exitCode =
        CrowdDrillCommand.commandLine()
            .setOut(new PrintWriter(report))
            .execute(
                "--broker=embedded",
                "--clients=100",
                "--messages=1000",
                "--least=0",
                "--folder=" + folder);

    assertThat(exitCode).as(report.toString()).isZero();
    assertThat(report.toString()).contains("100 of 100 clients got everything");
  }
}
