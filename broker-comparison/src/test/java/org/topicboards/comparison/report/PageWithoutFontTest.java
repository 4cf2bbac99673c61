package org.topicboards.comparison.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.comparison.CompareCommand;

/** The command in a JVM that finds no font, as on a server without any. */
@EnabledOnOs(OS.LINUX)
class PageWithoutFontTest {

  private static final String NO_FONTS =
      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>";

  @TempDir Path folder;

  @Test
  void shouldWriteEverythingButTheChartsAndSaySo() throws Exception {
    Path results = Path.of(getClass().getResource("results.json").toURI());
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), NO_FONTS);
    Path report = folder.resolve("report");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder, // where the JDK remembers the fonts that it found
                "-cp",
                System.getProperty("java.class.path"),
                CompareCommand.class.getName(),
                "--from",
                results.toString(),
                "--report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());

    Process process = builder.start();

    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output, UTF_8)).contains("No charts: ").doesNotContain("\tat ");
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(report.resolve("index.html"), UTF_8))
        .contains("No charts: ", "Every run")
        .doesNotContain("<svg");
    assertThat(report.resolve("results.json")).isRegularFile();
  }
}
