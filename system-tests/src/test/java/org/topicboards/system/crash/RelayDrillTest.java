package org.topicboards.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayDrillTest {

  @Test
  void shouldRelayEverythingBothWaysWhenServiceAndBrokersAreKilled(@TempDir Path folder) {
    StringWriter report = new StringWriter();

    int exitCode =
        RelayDrillCommand.commandLine()
            .setOut(new PrintWriter(report))
            .execute("--amqp=embedded", "--messages=5000", "--folder=" + folder);

    assertThat(exitCode).as(report.toString()).isZero();
    assertThat(report.toString().lines().filter(line -> line.contains("kill "))).hasSize(4);
  }
}
