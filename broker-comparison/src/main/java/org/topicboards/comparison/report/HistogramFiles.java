package org.topicboards.comparison.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;

/** Percentile distributions in milliseconds, as HdrHistogram's plotter reads them. */
final class HistogramFiles {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final List<String> HISTOGRAMS = List.of(Run.END_TO_END, Run.CONFIRM);

  private final Digest digest;

  HistogramFiles(Digest digest) {
    this.digest = digest;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String scenario : digest.scenarios()) {
      for (Workload workload : digest.workloads(scenario)) {
        for (BrokerEntry broker : digest.results().brokers()) {
          for (String name : HISTOGRAMS) {
            Optional<Histogram> histogram =
                digest.histogram(scenario, workload.label(), broker.name(), name);
            if (histogram.isPresent()) {
              String file = String.join(" ", scenario, workload.label(), broker.name(), name);
              write(histogram.get(), folder.resolve(fileName(file)));
            }
          }
        }
      }
    }
  }

  private static String fileName(String words) {
    return words.replaceAll("[^A-Za-z0-9]+", "-") + ".hgrm";
  }

  private static void write(Histogram histogram, Path file) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      histogram.outputPercentileDistribution(out, NANOS_PER_MILLI);
      if (out.checkError()) {
        throw new IOException(file + " could not be written");
      }
    }
  }
}
