package org.topicboards.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashDrillTest {

  @Test
  void shouldLoseNothingWhenServiceBrokerAndSubscribersAreKilled(@TempDir Path folder) {
    StringWriter report = new StringWriter();

    int exitCode =
        CrashDrill.commandLine()
            .setOut(new PrintWriter(report))
            .execute("--broker=embedded", "--messages=5000", "--kills=3", "--folder=" + folder);

    assertThat(exitCode).as(report.toString()).isZero();
    assertThat(report.toString().lines().filter(line -> line.contains(" kill "))).hasSize(3);
  }
}
