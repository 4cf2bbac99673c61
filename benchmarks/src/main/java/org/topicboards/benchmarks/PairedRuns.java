package org.topicboards.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.topicboards.benchmarks.Comparison.Figure;

/** Takes the figures of a comparison in pairs and prints each as it comes, then the ratio. */
final class PairedRuns {

  private final PrintWriter out;

  PairedRuns(PrintWriter out) {
    this.out = out;
  }

  /** Runs so many pairs. Whoever goes second in one pair goes first in the next. */
  void run(Comparison comparison, int pairs) throws Exception {
    out.printf("%n%s%n", comparison.title());
    out.printf(
        "%6s %16s %16s %8s   %s%n",
        "pair", comparison.ours().name(), comparison.bare().name(), "ratio", comparison.unit());
    PairedRatio ratio = new PairedRatio();
    for (int pair = 1; pair <= pairs; pair++) {
      boolean oursFirst = pair % 2 == 1;
      Figure first = (oursFirst ? comparison.ours() : comparison.bare()).sample().take();
      Figure second = (oursFirst ? comparison.bare() : comparison.ours()).sample().take();
      Figure ours = oursFirst ? first : second;
      Figure bare = oursFirst ? second : first;
      ratio.add(ours.value(), bare.value());
      out.printf(
          "%6d %,16.0f %,16.0f %8.3f   %s%n",
          pair, ours.value(), bare.value(), ours.value() / bare.value(), remarks(ours, bare));
      out.flush();
    }
    out.printf(
        Locale.ROOT,
        "ratio %.3f, 95 %% confidence %.3f to %.3f, median %.3f, %d pairs (wanted: %s)%n",
        ratio.geometricMean(),
        ratio.lower(),
        ratio.upper(),
        ratio.median(),
        ratio.pairs(),
        comparison.target());
    out.flush();
  }

  private static String remarks(Figure ours, Figure bare) {
    return Stream.of(ours.remark(), bare.remark())
        .filter(remark -> !remark.isEmpty())
        .collect(Collectors.joining("; "));
  }
}
