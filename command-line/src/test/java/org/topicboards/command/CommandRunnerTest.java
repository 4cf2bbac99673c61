package org.topicboards.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.PublishFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class CommandRunnerTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new PublishFailedException("too big"), 1),
        Arguments.of(new BrokerClosedException("closed"), 1),
        Arguments.of(new IOException("disk full"), 1),
        Arguments.of(new BadConfigurationException("bad URI"), 2),
        Arguments.of(new GuaranteeNotMetException("none"), 2),
        Arguments.of(new IllegalArgumentException("bad board"), 2),
        Arguments.of(new BrokerUnavailableException("gone"), 3),
        Arguments.of(new AccessRefusedException("wrong password"), 4),
        Arguments.of(new BrokerTimeoutException("slow"), 5),
        Arguments.of(new CommandException(ExitCode.HISTORY_GAP, "gap"), 6));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldEndWithTheCodeOfTheFailureAndOneLine(Exception failure, int exitCode) {
    assertThat(run(new Probe(failure), Map.of())).isEqualTo(exitCode);
    assertThat(err.toString()).isEqualTo("probe: " + failure.getMessage() + "\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() {
    run(new Probe(new NoSuchFileException("a.txt")), Map.of());

    assertThat(err.toString()).isEqualTo("probe: a.txt: there is no such file or folder\n");
  }

  @Test
  void shouldTellAFaultOfItsOwnInOneLine() {
    assertThat(run(new Probe(new IllegalStateException("a\nb")), Map.of())).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            "probe: unexpected failure: java.lang.IllegalStateException: a; b"
                + " (--verbose shows where)\n");
  }

  @Test
  void shouldShowTheStackOnlyWhenVerbose() {
    run(new Probe(new IOException("x")), Map.of(), "--verbose");

    assertThat(err.toString()).startsWith("probe: x\n").contains("\tat " + getClass().getName());
  }

  @Test
  void shouldRefuseAnUnknownOptionInOneLine() {
    assertThat(run(new Probe(null), Map.of(), "--colour")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).isEqualTo("probe: Unknown option: '--colour' (see probe --help)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--whole, ten, whole number",
    "--whole, 1.5, whole number",
    "--whole, 9999999999, whole number",
    "--long, ten, whole number",
    "--fraction, ten, number",
  })
  void shouldRefuseWhatIsNoNumberInPlainWords(String option, String value, String kind) {
    assertThat(run(new Probe(null), Map.of(), option, value)).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .startsWith(
            "probe: Invalid value for option '%s': '%s' is no %s".formatted(option, value, kind))
        .endsWith(" (see probe --help)\n");
  }

  @Test
  void shouldTakeOptionsFromTheEnvironmentUnlessTheCommandLineHasThem() {
    Map<String, String> environment =
        Map.of("BOARD_SOME_TEXT", "from environment", "BOARD_FLAG", "true", "BOARD_EMPTY", "");

    Probe probe = new Probe(null);
    assertThat(run(probe, environment)).isZero();
    assertThat(probe.text).isEqualTo("from environment");
    assertThat(probe.flag).isTrue();
    assertThat(probe.empty).isEqualTo("default");

    probe = new Probe(null);
    assertThat(run(probe, environment, "--some-text", "typed", "--flag")).isZero();
    assertThat(probe.text).isEqualTo("typed");
    assertThat(probe.flag).isTrue();
  }

  @Test
  void shouldTakeEveryValueAsItIs() {
    Probe probe = new Probe(null);
    run(probe, Map.of("BOARD_SOME_TEXT", "a${sys:user.home}%n"));
    assertThat(probe.text).isEqualTo("a${sys:user.home}%n");

    assertThat(run(probe, Map.of(), "--some-text", "${sys:user.home}", "@pom.xml")).isEqualTo(2);
    assertThat(probe.text).isEqualTo("${sys:user.home}");
    assertThat(err.toString()).contains("'@pom.xml'");
  }

  @Test
  void shouldNameTheDataFolderThatTheEnvironmentSays() {
    Probe probe = new Probe(null, Map.of("XDG_DATA_HOME", "/xdg"));
    run(probe, Map.of());
    assertThat(probe.data.folder()).hasToString("/xdg/topic-boards");

    probe = new Probe(null, Map.of("XDG_DATA_HOME", "relative"));
    run(probe, Map.of());
    assertThat(probe.data.folder())
        .isAbsolute()
        .startsWithRaw(Path.of(System.getProperty("user.home")));

    probe = new Probe(null, Map.of("HOME", "/home/of-the-shell"));
    run(probe, Map.of());
    assertThat(probe.data.folder()).isAbsolute().startsWithRaw(Path.of("/home/of-the-shell"));

    run(probe, Map.of("BOARD_DATA", "/from/environment"));
    assertThat(probe.data.folder()).hasToString("/from/environment");

    run(probe, Map.of("BOARD_DATA", "/from/environment"), "--data", "/typed");
    assertThat(probe.data.folder()).hasToString("/typed");

    probe = new Probe(null, Map.of("HOME", "/home/of-the-shell"));
    run(probe, Map.of("BOARD_DATA", ""));
    assertThat(probe.data.folder()).isAbsolute().startsWithRaw(Path.of("/home/of-the-shell"));
  }

  @Test
  void shouldRefuseAnEmptyNameOfTheDataFolder() {
    Probe probe = new Probe(null);
    run(probe, Map.of("BOARD_DATA", "/from/environment"), "--data", "");

    assertThatThrownBy(probe.data::folder)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--data is empty (name a folder, '.' for this one, or leave --data out)");
  }

  @Test
  void shouldShowItsVersionAndHelpOnStdout() throws IOException {
    assertThat(run(new Probe(null), Map.of(), "--version")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("probe (Topic Boards) " + Version.text() + ", Java ")
        .hasLineCount(1);
    assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+.*");

    assertThat(run(new Probe(null), Map.of(), "--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("--some-text", "Exit codes:", "BOARD_CONTENT_TYPE");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldPrintACompletionScript() {
    assertThat(run(new Probe(null), Map.of(), "--completion")).isZero();

    assertThat(out.toString(UTF_8)).contains("--some-text").contains("complete -F");

    assertThat(run(new Probe(null), Map.of("BOARD_COMPLETION", "true"))).isZero();
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldRunTheStopActionOnceAndAtOnceWhenItComesLate() {
    Shell shell = shell(Map.of());
    StringBuilder ran = new StringBuilder();
    shell.onStop(() -> ran.append("a"));
    shell.stop();
    shell.stop();
    shell.onStop(() -> ran.append("b"));

    assertThat(ran).hasToString("ab");
  }

  private int run(Probe probe, Map<String, String> environment, String... args) {
    out.reset();
    err.getBuffer().setLength(0);
    return CommandRunner.run(probe, shell(environment), args);
  }

  private Shell shell(Map<String, String> environment) {
    return new Shell(
        new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err, true), environment);
  }

  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {

    private final @Nullable Exception failure;
    @Mixin final DataOption data;

    @Option(names = {"-t", "--some-text"})
    @Nullable String text;

    @Option(names = "--flag", fallbackValue = "true")
    boolean flag;

    @Option(names = "--whole")
    int whole;

    @Option(names = "--long")
    long aLong;

    @Option(names = "--fraction")
    double fraction;

    @Option(names = "--empty")
    String empty = "default";

    Probe(@Nullable Exception failure) {
      this(failure, Map.of());
    }

    Probe(@Nullable Exception failure, Map<String, String> environment) {
      this.failure = failure;
      this.data =
          new DataOption(
              new Shell(
                  new ByteArrayInputStream(new byte[0]),
                  new ByteArrayOutputStream(),
                  new PrintWriter(new StringWriter()),
                  environment));
    }

    @Override
    public Integer call() throws Exception {
      if (failure != null) {
        throw failure;
      }
      return ExitCode.DONE;
    }
  }
}
