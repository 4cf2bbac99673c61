package org.topicboards.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.topicboards.command.Shell;
import picocli.CommandLine;

class BenchmarksCommandTest {

  @Test
  void shouldNameItsDefaultsInTheHelp() {
    CommandLine command = new CommandLine(new BenchmarksCommand(Shell.ofProcess()));
    command.setInterpolateVariables(false); // as the command runs

    assertThat(command.getUsageMessage().replaceAll("\\s+", " "))
        .contains("(default: 100000)", "(default: 100,10240)", "(default: 1000000)")
        .doesNotContain("${");
  }
}
