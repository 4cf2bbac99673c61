package org.topicboards.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.topicboards.broker.embedded.EmbeddedBroker;
import org.topicboards.broker.embedded.EmbeddedBrokerOptions;
import org.topicboards.command.CommandRun;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.ResultsFile;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;

class CompareCommandTest {

  private static final CommandRun.Setting SHELL = CommandRun.in(Map.of());
  private static final String MULTICAST = "udp=udp://239.255.77.2:53177?interface=127.0.0.1";

  @TempDir static Path folder;

  private static EmbeddedBroker embedded;
  private static Path report;
  private static CommandRun run;

  @BeforeAll
  static void compare() {
    embedded =
        EmbeddedBroker.start(
            EmbeddedBrokerOptions.of(folder.resolve("broker")).as("guest", "s3cret"));
    report = folder.resolve("report");
    run =
        compare(
            "--broker",
            "amqp=" + uri(),
            "--broker",
            MULTICAST,
            "--durability",
            "amqp=fsync",
            "--profile",
            "quick",
            "--scenario",
            "latency,offline",
            "--repetitions",
            "2",
            "--report",
            report.toString());
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Test
  void shouldShowExamplesThatCanBeCopied() {
    List<String> examples = compare("--help").examples();

    assertThat(examples).isNotEmpty().allMatch(line -> line.startsWith("  "), "is not broken");
  }

  @Test
  void shouldMeasureEveryBrokerInEveryRepetition() throws Exception {
    assertThat(run.err()).contains("the report is").doesNotContain("s3cret");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Results results = new ResultsFile().read(report.resolve("results.json"));

    assertThat(results.isComplete()).isTrue();
    assertThat(results.brokers())
        .extracting(broker -> broker.name() + " " + broker.durability())
        .containsExactly("amqp FSYNC", "amqp (adapter off) FSYNC", "udp UNCONFIRMED");
    for (String broker : List.of("amqp", "amqp (adapter off)", "udp")) {
      assertThat(results.runs())
          .filteredOn(each -> each.scenario().equals("latency") && each.broker().equals(broker))
          .hasSize(2)
          .allSatisfy(CompareCommandTest::isWholeLatencyRun);
    }
    assertThat(results.runs())
        .filteredOn(each -> each.scenario().equals("offline") && each.broker().equals("amqp"))
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.counts().received()).isEqualTo(10_000);
              assertThat(each.figures().get(Metric.CATCH_UP_RATE)).isPositive();
            });
    assertThat(results.runs())
        .filteredOn(each -> each.scenario().equals("offline") && each.broker().equals("udp"))
        .extracting(Run::verdict)
        .containsExactly(Verdict.NOT_POSSIBLE);
  }

  private static void isWholeLatencyRun(Run each) {
    assertThat(each.verdict()).as("%s", each.remark()).isEqualTo(Verdict.OK);
    assertThat(each.counts().lost()).isZero();
    assertThat(each.counts().outOfOrder()).isZero();
    assertThat(each.counts().received()).isEqualTo(each.counts().sent()).isGreaterThan(1_000);
    assertThat(each.figures().get(Metric.LATENCY_P99))
        .isGreaterThanOrEqualTo(each.figures().get(Metric.LATENCY_P50));
    assertThat(each.warmUp().messages()).isPositive();
  }

  @Test
  void shouldWriteAPageThatNeedsNothingElse() throws Exception {
    String page = Files.readString(report.resolve("index.html"));

    assertThat(page)
        .contains("amqp (adapter off)", "fsync before confirm", "not confirmed")
        .containsAnyOf("<svg", "no font")
        .doesNotContain("<script", "src=", "@import", "s3cret");
    assertThat(Files.readString(report.resolve("results.csv")).lines()).hasSizeGreaterThan(8);
    assertThat(Files.readString(report.resolve("hgrm/latency-amqp-endToEnd.hgrm")))
        .contains("Percentile", "#[Max");
  }

  @Test
  void shouldReportOnceMoreOnEarlierResults() {
    Path again = folder.resolve("again");
    String results = report.resolve("results.json").toString();

    assertThat(compare("--from", results, "--report", again.toString()).exitCode()).isZero();
    assertThat(again.resolve("index.html")).hasSameTextualContentAs(report.resolve("index.html"));

    CommandRun change =
        compare(
            "--from", results, "--from", results, "--report", folder.resolve("change").toString());
    assertThat(change.exitCode()).isZero();
    assertThat(change.err()).contains("0 of ");
  }

  @Test
  void shouldRefuseAFolderAsResults() {
    CommandRun refused = compare("--from", folder.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).isEqualTo("compare: " + folder + ": it is a folder\n");
  }

  @Test
  void shouldRefuseResultsOfAnotherVersion() throws Exception {
    Path other = folder.resolve("other.json");
    Files.writeString(other, "{\"schema\":2,\"version\":\"9.9\"}");

    CommandRun refused = compare("--from", other.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("schema 2", "9.9").hasLineCount(1);
  }

  @Test
  void shouldRefuseAReportFolderThatIsNotEmpty() throws Exception {
    CommandRun refused = compare("--broker", MULTICAST, "--report", report.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--force").hasLineCount(1);
  }

  @Test
  void shouldRefuseAnUnknownFormOfProgressBeforeItConnects() {
    CommandRun refused =
        compare("--broker", "amqp://127.0.0.1:1", "--progress", "x", "--report", "unused");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--progress must be bar or lines, not x").hasLineCount(1);
  }

  @Test
  void shouldRefuseTwoBrokersWithOneName() {
    CommandRun refused = compare("--broker", "amqp://a:secret@one", "--broker", "amqp://two");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("two brokers are called 'amqp'")
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void shouldReportOnTheOthersWhereOneIsDown() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    Path partly = folder.resolve("partly");

    CommandRun told =
        compare(
            "--broker",
            "down=amqp://127.0.0.1:" + nobody,
            "--broker",
            MULTICAST,
            "--profile",
            "quick",
            "--scenario",
            "latency",
            "--repetitions",
            "1",
            "--report",
            partly.toString());

    assertThat(told.exitCode()).isEqualTo(1);
    Results results = new ResultsFile().read(partly.resolve("results.json"));
    assertThat(results.broker("down").orElseThrow().fault()).contains("nobody listens");
    assertThat(results.runs()).extracting(Run::broker).containsOnly("udp");
  }

  @Test
  void shouldKeepWhatWasMeasuredWhenItIsStopped() throws Exception {
    Path stopped = folder.resolve("stopped");
    CommandRun running =
        SHELL.start(
            CompareCommand::new,
            "--broker",
            MULTICAST,
            "--profile",
            "quick",
            "--scenario",
            "latency",
            "--repetitions",
            "50",
            "--report",
            stopped.toString());
    await().until(() -> running.err().contains("[2/50]"));

    running.stop();

    assertThat(running.exitCode()).isEqualTo(1);
    Results results = new ResultsFile().read(stopped.resolve("results.json"));
    assertThat(results.isComplete()).isFalse();
    assertThat(results.runs()).hasSizeBetween(2, 10);
    assertThat(results.runs().get(0).verdict()).isEqualTo(Verdict.OK);
  }

  private static String uri() {
    return "amqp://guest:s3cret@127.0.0.1:" + embedded.port();
  }

  private static CommandRun compare(String... args) {
    return SHELL.run(CompareCommand::new, args);
  }
}
