package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Spread;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.scenario.Scenario;

/** Which charts a comparison gets. */
final class Charts {

  private static final String CURVE =
      "Each point says which part of the messages took no longer: at 99 % one in a hundred took"
          + " longer. Both axes are logarithmic; lower is better.";
  private static final String BARS = "The least, the median and the most of all runs. ";

  private final Digest digest;
  private final Drawings drawings;

  Charts(Digest digest) {
    this.digest = digest;
    this.drawings =
        new Drawings(digest.results().brokers().stream().map(BrokerEntry::name).toList());
  }

  /** Those of a scenario; none where there is no font to draw them in. */
  List<Chart> of(String scenarioName) {
    if (!ChartFont.isThere()) {
      return List.of();
    }
    Scenario scenario = Scenario.of(scenarioName);
    List<Workload> workloads = List.copyOf(digest.workloads(scenarioName));
    List<Chart> charts = new ArrayList<>();
    if (workloads.size() > 1) {
      addLine(charts, scenario, workloads);
    } else {
      workloads.forEach(workload -> addBars(charts, scenario, workload));
    }
    if (scenario.answer() == Metric.LATENCY_P99) {
      for (Workload workload : workloads) {
        addCurve(charts, scenario, workload, Run.END_TO_END, "Latency");
        addCurve(charts, scenario, workload, Run.CONFIRM, "Time to the broker's confirm");
      }
    }
    return charts;
  }

  /** The part of the messages that each broker lost; none where nobody lost any, or as above. */
  List<Chart> losses() {
    if (!ChartFont.isThere()) {
      return List.of();
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    boolean isAnythingLost = false;
    for (BrokerEntry broker : digest.results().brokers()) {
      List<Double> percents =
          digest.results().runs().stream()
              .filter(run -> run.broker().equals(broker.name()) && run.counts().expected() > 0)
              .map(run -> 100 * run.counts().lossRatio())
              .toList();
      if (!percents.isEmpty()) {
        ratios.put(broker.name(), Spread.of(percents));
        isAnythingLost |= ratios.get(broker.name()).most() > 0;
      }
    }
    return isAnythingLost
        ? List.of(
            new Chart(
                "Messages lost",
                BARS + "Lower is better.",
                (width, height) -> drawings.bars(width, height, "lost, % of the messages", ratios)))
        : List.of();
  }

  private void addBars(List<Chart> charts, Scenario scenario, Workload workload) {
    Metric metric = scenario.answer();
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (BrokerEntry broker : digest.results().brokers()) {
      digest
          .spread(scenario.name(), workload.label(), broker.name(), metric)
          .ifPresent(spread -> spreads.put(broker.name(), spread));
    }
    if (!spreads.isEmpty()) {
      charts.add(
          new Chart(
              titled(metric.words(), workload),
              BARS + direction(metric),
              (width, height) ->
                  drawings.bars(width, height, metric.words() + ", " + metric.unit(), spreads)));
    }
  }

  private void addLine(List<Chart> charts, Scenario scenario, List<Workload> workloads) {
    Metric metric = scenario.answer();
    Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
    for (BrokerEntry broker : digest.results().brokers()) {
      Map<Double, Double> points = new LinkedHashMap<>();
      for (Workload workload : workloads) {
        digest
            .spread(scenario.name(), workload.label(), broker.name(), metric)
            .ifPresent(spread -> points.put(Math.max(1, workload.value()), spread.median()));
      }
      if (!points.isEmpty()) {
        lines.put(broker.name(), points);
      }
    }
    if (!lines.isEmpty()) {
      String axis =
          switch (scenario.name()) {
            case "sizes" -> "size of a body, bytes";
            case "fan-out" -> "subscribers";
            case "fan-in" -> "publishers";
            default -> "boards";
          };
      charts.add(
          new Chart(
              scenario.question(),
              "Medians of all runs. Both axes are logarithmic. " + direction(metric),
              (width, height) ->
                  drawings.lines(
                      width, height, axis, metric.words() + ", " + metric.unit(), lines)));
    }
  }

  private void addCurve(
      List<Chart> charts, Scenario scenario, Workload workload, String histogram, String title) {
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    for (BrokerEntry broker : digest.results().brokers()) {
      digest
          .histogram(scenario.name(), workload.label(), broker.name(), histogram)
          .ifPresent(sum -> histograms.put(broker.name(), sum));
    }
    if (!histograms.isEmpty()) {
      charts.add(
          new Chart(
              titled(title, workload),
              CURVE,
              (width, height) -> drawings.percentiles(width, height, histograms)));
    }
  }

  private static String titled(String title, Workload workload) {
    String capitalized = Character.toUpperCase(title.charAt(0)) + title.substring(1);
    return workload.label().isEmpty() ? capitalized : capitalized + ", " + workload.label();
  }

  private static String direction(Metric metric) {
    return metric.isHigherBetter() ? "Higher is better." : "Lower is better.";
  }
}
