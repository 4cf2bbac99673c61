package org.topicboards.broker.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.message.Message;

/**
 * Coverage-guided fuzzing of the decoder with Jazzer, in a JVM of its own, from a corpus of what
 * the encoder writes. {@code -Dfuzz.seconds=600} for a long run; what the fuzzer found worth
 * keeping can be kept with {@code -Dfuzz.corpus=FOLDER}.
 */
class FrameFuzzTest {

  private static final Logger LOG = LoggerFactory.getLogger(FrameFuzzTest.class);

  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 15);
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");

  /** What any bytes from the network can reach. */
  private static final List<String> DECODER =
      List.of(
          "DatagramDecoder",
          "DatagramReader",
          "MessageDecoder",
          "PublisherSession",
          "Publishers",
          "Reassembly",
          "SequenceWindow",
          "TextCache",
          "UuidText");

  /** A short run reaches more; what is below is a harness that does not get past the checks. */
  private static final int LEAST_LINES_PERCENT = 85;

  @TempDir Path folder;

  @Test
  void shouldFindNothingThatTheDecoderCannotTake() throws Exception {
    Path corpus = corpus();
    Path log = folder.resolve("jazzer.log");

    int exitCode = fuzz(corpus, log);

    String output = Files.readString(log);
    assertThat(exitCode).as("Jazzer's exit code; it said:%n%s", end(output)).isZero();
    Matcher runs = RUNS.matcher(output);
    assertThat(runs.find()).as("runs in:%n%s", end(output)).isTrue();
    LOG.info("{} runs in {} s without a finding", runs.group(1), runs.group(2));
    int all = 0;
    int reached = 0;
    for (ISourceFileCoverage file : CorpusCoverage.of(corpus)) {
      if (DECODER.contains(file.getName().replace(".java", ""))) {
        ICounter lines = file.getLineCounter();
        ICounter branches = file.getBranchCounter();
        LOG.info("{}: {} of lines, {} of branches", file.getName(), share(lines), share(branches));
        all += lines.getTotalCount();
        reached += lines.getCoveredCount();
      }
    }
    LOG.info("the decoder: {} of {} lines", reached, all);
    assertThat(100 * reached / all).as("percent of lines").isGreaterThan(LEAST_LINES_PERCENT);
  }

  private int fuzz(Path corpus, Path log) throws Exception {
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FrameFuzz.class.getName(),
                "--instrumentation_includes=org.topicboards.**",
                "--reproducer_path=" + folder,
                corpus.toString(),
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + SECONDS,
                "-max_len=20000",
                "-rss_limit_mb=0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(folder.toFile())
            .start();
    try {
      boolean ended = jazzer.waitFor(SECONDS + 120L, TimeUnit.SECONDS);
      assertThat(ended).as("Jazzer ended").isTrue();
      return jazzer.exitValue();
    } finally {
      jazzer.destroyForcibly();
    }
  }

  /** The seeds: rows of datagrams of every kind, as the encoder writes them. */
  private Path corpus() throws IOException {
    String kept = System.getProperty("fuzz.corpus");
    Path corpus = Files.createDirectories(kept == null ? folder.resolve("corpus") : Path.of(kept));
    Message rich =
        Message.from("urn:grüße")
            .id("an id")
            .type("com.example.thing")
            .contentType("text/plain")
            .time(Instant.parse("2026-11-21T10:11:12.123456789Z"))
            .extension("subject", "a subject")
            .header("colour", "grün \uD83D\uDE80")
            .body(new byte[1_500])
            .build();
    Datagrams open = new Datagrams(1);
    List<byte[]> row = new ArrayList<>();
    row.add(open.announcement());
    row.add(open.messages(3));
    row.addAll(open.fragments(rich));
    row.addAll(open.fragments(4_000));
    row.add(open.messages(1));
    row.add(open.announcement());
    int asItIs = 0;
    int numbered = FrameFuzz.REPAIR_MAGIC | FrameFuzz.REPAIR_SESSION | FrameFuzz.REPAIR_CHECKSUM;
    seed(corpus.resolve("open"), asItIs, row);
    seed(corpus.resolve("repaired"), numbered, row);
    seed(corpus.resolve("renumbered"), numbered | FrameFuzz.REPAIR_NUMBERS, row);
    seed(
        corpus.resolve("lossy"), numbered, List.of(row.get(0), row.get(3), row.get(5), row.get(1)));
    Datagrams signed = new Datagrams(2, 0, FrameFuzz.KEY);
    List<byte[]> signedRow =
        Stream.concat(Stream.of(signed.messages(2)), signed.fragments(rich).stream()).toList();
    seed(corpus.resolve("signed"), asItIs, signedRow);
    seed(corpus.resolve("signed-again"), numbered | FrameFuzz.REPAIR_SIGNATURE, signedRow);
    return corpus;
  }

  private static void seed(Path file, int repairs, List<byte[]> datagrams) throws IOException {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    for (byte[] datagram : datagrams) {
      row.write(repairs);
      row.write(ByteBuffer.allocate(2).putShort((short) datagram.length).array());
      row.write(datagram);
    }
    Files.write(file, row.toByteArray());
  }

  private static String share(ICounter counter) {
    return counter.getCoveredCount() + "/" + counter.getTotalCount();
  }

  private static String end(String output) {
    return output.substring(Math.max(0, output.length() - 4_000));
  }
}
