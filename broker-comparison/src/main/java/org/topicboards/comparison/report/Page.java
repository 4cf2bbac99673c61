package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Spread;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.scenario.Scenario;

/** The page of one comparison: words, charts, tables. */
final class Page {

  private final Digest digest;
  private final Results results;
  private final Summary summary;
  private final Svg svg = new Svg();

  Page(Digest digest, Summary summary) {
    this.digest = digest;
    this.results = digest.results();
    this.summary = summary;
  }

  String html() {
    StringBuilder body = new StringBuilder();
    String brokers =
        String.join(
            ", ",
            results.brokers().stream()
                .filter(broker -> !broker.isAdapterOff())
                .map(BrokerEntry::name)
                .toList());
    body.append(Html.element("h1", "Brokers compared: " + brokers));
    body.append(
        "<p class=\"quiet\">"
            + Html.escaped(
                "Profile %s, %s, %d s. Latency is from the intended time of sending to the handler."
                    .formatted(results.profile(), results.started(), results.seconds()))
            + "</p>\n");
    List<String> warnings = summary.warnings();
    if (!warnings.isEmpty()) {
      body.append("<div class=\"warnings\" role=\"note\">\n" + Html.list(warnings) + "</div>\n");
    }
    body.append(Html.element("h2", "In words"));
    body.append(Html.list(summary.findings()));
    body.append(Html.list(summary.losses()));
    for (String scenario : digest.scenarios()) {
      section(body, scenario);
    }
    List<Chart> losses = new Charts(digest).losses();
    if (!losses.isEmpty()) {
      body.append(Html.element("h2", "What was lost"));
      losses.forEach(chart -> figure(body, chart));
    }
    body.append(Html.element("h2", "Every run"));
    body.append(runs());
    body.append(Html.element("h2", "The brokers"));
    body.append(brokers());
    body.append(Html.element("h2", "The environment"));
    body.append(environment());
    return Html.page("Brokers compared: " + brokers, body.toString());
  }

  private void section(StringBuilder body, String name) {
    body.append(Html.element("h2", Scenario.of(name).question()));
    for (Chart chart : new Charts(digest).of(name)) {
      figure(body, chart);
    }
    for (Workload workload : digest.workloads(name)) {
      body.append(Html.element("h3", described(name, workload)));
      body.append(figures(name, workload));
    }
  }

  private void figure(StringBuilder body, Chart chart) {
    body.append("<figure>\n")
        .append(Html.element("h3", chart.title()))
        .append(svg.of(chart))
        .append(Html.element("figcaption", chart.explanation()))
        .append("</figure>\n");
  }

  private static String described(String scenario, Workload workload) {
    List<String> parts = new ArrayList<>();
    parts.add(scenario + (workload.label().isEmpty() ? "" : ", " + workload.label()));
    parts.add(workload.bodyBytes() + " bytes");
    if (workload.ratePerSecond() > 0) {
      parts.add(Numbers.of(workload.ratePerSecond()) + " messages/s");
    }
    parts.add(
        workload.publishers()
            + " to "
            + workload.subscribers()
            + " over "
            + workload.boards()
            + (workload.boards() == 1 ? " board" : " boards"));
    return String.join(", ", parts);
  }

  /** A row for each figure, a column for each broker: median and ends. */
  private String figures(String scenario, Workload workload) {
    List<String> header = new ArrayList<>(List.of("median (least to most)"));
    results.brokers().forEach(broker -> header.add(broker.name()));
    List<List<String>> rows = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      List<String> row = new ArrayList<>(List.of(metric.words() + ", " + metric.unit()));
      boolean isKnown = false;
      for (BrokerEntry broker : results.brokers()) {
        Optional<Spread> spread = digest.spread(scenario, workload.label(), broker.name(), metric);
        isKnown |= spread.isPresent();
        row.add(spread.map(Numbers::of).orElse("–"));
      }
      if (isKnown) {
        rows.add(row);
      }
    }
    rows.add(outcomes(scenario, workload));
    return Html.figures(header, rows);
  }

  private List<String> outcomes(String scenario, Workload workload) {
    List<String> row = new ArrayList<>(List.of("outcome"));
    for (BrokerEntry broker : results.brokers()) {
      List<String> outcomes =
          digest.runs(scenario, workload.label(), broker.name()).stream()
              .map(run -> words(run.verdict().name()) + remark(run))
              .distinct()
              .toList();
      row.add(outcomes.isEmpty() ? "–" : String.join("; ", outcomes));
    }
    return row;
  }

  private static String remark(Run run) {
    return run.remark() == null ? "" : " (" + run.remark() + ")";
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String runs() {
    List<List<String>> rows = new ArrayList<>();
    for (Run run : results.runs()) {
      Metric answer = Scenario.of(run.scenario()).answer();
      Double value = run.figures().get(answer);
      rows.add(
          List.of(
              run.scenario()
                  + (run.workload().label().isEmpty() ? "" : ", " + run.workload().label()),
              run.broker(),
              Integer.toString(run.repetition()),
              words(run.verdict().name()),
              value == null ? "–" : Numbers.of(value, answer),
              Numbers.of(run.counts().sent()),
              Numbers.of(run.counts().confirmed()),
              Numbers.of(run.counts().received()),
              Numbers.of(run.counts().lost()),
              Numbers.of(run.counts().duplicate()),
              Numbers.of(run.counts().outOfOrder()),
              run.warmUp().messages() == 0
                  ? "–"
                  : "%s in %d ms, median %s ms"
                      .formatted(
                          Numbers.of(run.warmUp().messages()),
                          run.warmUp().millis(),
                          Numbers.of(run.warmUp().latencyP50Millis()))));
    }
    return Html.table(
        List.of(
            "scenario",
            "broker",
            "run",
            "outcome",
            "figure",
            "sent",
            "confirmed",
            "received",
            "lost",
            "duplicate",
            "out of order",
            "warm-up, not in the figures"),
        rows);
  }

  private String brokers() {
    List<List<String>> rows = new ArrayList<>();
    for (BrokerEntry broker : results.brokers()) {
      rows.add(
          List.of(
              broker.name(),
              broker.product(),
              broker.uri(),
              broker.durability().words() + ": " + broker.durabilityReason(),
              String.join(
                  "; ",
                  broker.settings().entrySet().stream()
                      .map(setting -> setting.getKey() + " = " + setting.getValue())
                      .toList()),
              String.join(", ", broker.guarantees())));
    }
    return Html.table(
        List.of("name", "product", "URI", "durability", "settings", "guarantees"), rows);
  }

  private String environment() {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, String> line : results.environment().entrySet()) {
      rows.add(List.of(line.getKey(), line.getValue()));
    }
    rows.add(List.of("Topic Boards", results.version()));
    return Html.table(List.of("", ""), rows);
  }
}
