package org.topicboards.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.topicboards.comparison.results.BrokerEntry;
import org.topicboards.comparison.results.Digest;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Spread;
import org.topicboards.comparison.results.Workload;

/** What is different in the second of two comparisons, and whether that is more than chance. */
final class Changes {

  /**
   * One figure in both.
   *
   * @param what scenario, workload and broker
   * @param metric which figure
   * @param before its spread in the first
   * @param after its spread in the second
   */
  record Change(String what, Metric metric, Spread before, Spread after) {

    /** Whether no run of one is as any run of the other. */
    boolean isBeyondTheSpread() {
      return !before.overlaps(after);
    }

    double ratio() {
      return after.median() / before.median();
    }

    /** Better, worse, or no more different than runs of one comparison are. */
    String verdict() {
      if (before.runs() == 1 || after.runs() == 1) {
        return "one run says little";
      }
      if (!isBeyondTheSpread()) {
        return "within the spread";
      }
      return ratio() > 1 == metric.isHigherBetter() ? "better" : "worse";
    }
  }

  private final Digest before;
  private final Digest after;

  Changes(Digest before, Digest after) {
    this.before = before;
    this.after = after;
  }

  Digest before() {
    return before;
  }

  Digest after() {
    return after;
  }

  /** Every figure that both have. */
  List<Change> all() {
    List<Change> changes = new ArrayList<>();
    for (String scenario : after.scenarios()) {
      for (Workload workload : after.workloads(scenario)) {
        for (BrokerEntry broker : after.results().brokers()) {
          for (Metric metric : Metric.values()) {
            add(changes, scenario, workload.label(), broker.name(), metric);
          }
        }
      }
    }
    return changes;
  }

  private void add(
      List<Change> changes, String scenario, String workload, String broker, Metric metric) {
    before
        .spread(scenario, workload, broker, metric)
        .ifPresent(
            earlier ->
                after
                    .spread(scenario, workload, broker, metric)
                    .ifPresent(
                        later ->
                            changes.add(
                                new Change(
                                    scenario
                                        + (workload.isEmpty() ? "" : ", " + workload)
                                        + ", "
                                        + broker,
                                    metric,
                                    earlier,
                                    later))));
  }

  /** What differs around the figures: machine, software, settings, durability. */
  List<String> circumstances() {
    List<String> differences = new ArrayList<>();
    Map<String, String> earlier = before.results().environment();
    after
        .results()
        .environment()
        .forEach(
            (name, value) -> {
              if (!Objects.equals(earlier.get(name), value)) {
                differences.add(name + ": " + earlier.get(name) + ", now " + value);
              }
            });
    for (BrokerEntry broker : after.results().brokers()) {
      before
          .results()
          .broker(broker.name())
          .filter(old -> old.durability() != broker.durability())
          .ifPresent(
              old ->
                  differences.add(
                      "%s: %s, now %s; its figures say nothing about each other"
                          .formatted(
                              broker.name(),
                              old.durability().words(),
                              broker.durability().words())));
    }
    return differences;
  }

  List<String> sentences() {
    List<Change> all = all();
    if (all.isEmpty()) {
      return List.of("The two have no scenario, workload and broker in common.");
    }
    List<String> sentences = new ArrayList<>();
    for (Change change : all) {
      String verdict = change.verdict();
      if (verdict.equals("better") || verdict.equals("worse")) {
        sentences.add(
            "%s: %s %s, from %s to %s."
                .formatted(
                    change.what(),
                    change.metric().words(),
                    verdict,
                    Numbers.of(change.before(), change.metric()),
                    Numbers.of(change.after(), change.metric())));
      }
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "%d of %d figures changed by more than the runs of one comparison differ.",
            sentences.size(),
            all.size()));
    return sentences;
  }
}
