package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Counts;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Results;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Spread;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.scenario.Scenario;

/** What was found, in words: what went wrong first, then who is best at what. */
final class Summary {

  private static final int MOST_REMARKS = 12;

  private final Digest digest;
  private final Results results;
  private final boolean acrossClasses;

  Summary(Digest digest, boolean acrossClasses) {
    this.digest = digest;
    this.results = digest.results();
    this.acrossClasses = acrossClasses;
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>(warnings());
    sentences.addAll(findings());
    sentences.addAll(losses());
    return sentences;
  }

  /** What to know before any figure is believed. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!results.isComplete()) {
      warnings.add("Stopped before its end: some runs are missing.");
    }
    if (!ChartFont.isThere()) {
      warnings.add(ChartFont.MISSING);
    }
    if (acrossClasses) {
      warnings.add(
          "Ranked across durability classes: brokers are side by side that do not do the same with"
              + " a message before they confirm it.");
    }
    for (BrokerEntry broker : results.brokers()) {
      if (broker.fault() != null) {
        warnings.add(broker.name() + " failed: " + broker.fault() + ".");
      }
    }
    results.runs().stream()
        .filter(run -> run.remark() != null && isWorthAWarning(run.verdict()))
        .map(run -> what(run) + ": " + run.remark() + ".")
        .distinct()
        .limit(MOST_REMARKS)
        .forEach(warnings::add);
    return warnings;
  }

  private static boolean isWorthAWarning(Verdict verdict) {
    return verdict == Verdict.BROKEN_PROMISE
        || verdict == Verdict.OVERLOADED
        || verdict == Verdict.GENERATOR_LIMITED;
  }

  private static String what(Run run) {
    return run.scenario()
        + (run.workload().label().isEmpty() ? "" : " " + run.workload().label())
        + " of "
        + run.broker();
  }

  /** Who is best at what, one sentence for each workload and durability class. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (String name : digest.scenarios()) {
      Scenario scenario = Scenario.of(name);
      for (Workload workload : digest.workloads(name)) {
        Ranking ranking = new Ranking(digest, name, workload, scenario.answer(), acrossClasses);
        for (String group : ranking.groups().keySet()) {
          findings.add(capitalized(titled(scenario, workload) + "; " + ranking.words(group) + "."));
        }
      }
      adapterCost(scenario).forEach(findings::add);
    }
    return findings;
  }

  /** What an adapter costs beside the bare client, where both were measured. */
  private List<String> adapterCost(Scenario scenario) {
    List<String> costs = new ArrayList<>();
    Metric metric =
        scenario.answer() == Metric.LATENCY_P99 ? Metric.LATENCY_P50 : scenario.answer();
    for (BrokerEntry bare : results.brokers()) {
      if (!bare.isAdapterOff()) {
        continue;
      }
      String adapted = bare.name().replace(" (adapter off)", "");
      for (Workload workload : digest.workloads(scenario.name())) {
        Optional<Spread> with = digest.spread(scenario.name(), workload.label(), adapted, metric);
        Optional<Spread> without =
            digest.spread(scenario.name(), workload.label(), bare.name(), metric);
        if (with.isPresent() && without.isPresent()) {
          costs.add(
              "%s with its adapter has %s times the bare client's %s%s%s."
                  .formatted(
                      adapted,
                      Numbers.of(with.get().median() / without.get().median()),
                      metric.words(),
                      workload.label().isEmpty() ? "" : " with " + workload.label(),
                      with.get().overlaps(without.get()) ? "; their runs overlap" : ""));
        }
      }
    }
    return costs;
  }

  /** What was lost, in one sentence if nothing was. */
  List<String> losses() {
    List<String> losses = new ArrayList<>();
    long expected = 0;
    for (BrokerEntry broker : results.brokers()) {
      Counts counts =
          digest.scenarios().stream()
              .map(scenario -> digest.counts(scenario, broker.name()))
              .reduce(Counts.NONE, Counts::plus);
      expected += counts.expected();
      if (counts.lost() > 0) {
        losses.add(
            String.format(
                Locale.ROOT,
                "%s lost %,d of %,d messages (%s).",
                broker.name(),
                counts.lost(),
                counts.expected(),
                Numbers.percent(counts.lossRatio())));
      }
      if (counts.duplicate() > 0) {
        losses.add(
            String.format(
                Locale.ROOT,
                "%s delivered %,d messages more than once.",
                broker.name(),
                counts.duplicate()));
      }
    }
    if (losses.isEmpty() && expected > 0) {
      losses.add(
          String.format(
              Locale.ROOT, "Nothing was lost, and nothing came twice, of %,d messages.", expected));
    }
    return losses;
  }

  private static String titled(Scenario scenario, Workload workload) {
    String metric = scenario.answer().words();
    String name = metric.startsWith(scenario.name()) ? "" : scenario.name() + ", ";
    return name + (workload.label().isEmpty() ? "" : workload.label() + ", ") + metric;
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
