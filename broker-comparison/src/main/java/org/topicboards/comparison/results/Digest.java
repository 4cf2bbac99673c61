package org.topicboards.comparison.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * The repetitions of each workload put together: medians, spreads, sums. Immutable.
 *
 * <p>Figures come from comparable runs alone; counts from all of them.
 */
public final class Digest {

  private record Key(String scenario, String workload, String broker) {}

  private final Results results;
  private final Map<Key, List<Run>> runs = new LinkedHashMap<>();

  /** The digest of these results. */
  public Digest(Results results) {
    this.results = results;
    for (Run run : results.runs()) {
      Key key = new Key(run.scenario(), run.workload().label(), run.broker());
      runs.computeIfAbsent(key, unused -> new ArrayList<>()).add(run);
    }
  }

  /** What this is the digest of. */
  public Results results() {
    return results;
  }

  /** The names of the scenarios that were run, in their order. */
  public Set<String> scenarios() {
    Set<String> names = new LinkedHashSet<>();
    results.runs().forEach(run -> names.add(run.scenario()));
    return names;
  }

  /** The workloads of a scenario, in their order. */
  public Collection<Workload> workloads(String scenario) {
    Map<String, Workload> workloads = new LinkedHashMap<>();
    results.runs().stream()
        .filter(run -> run.scenario().equals(scenario))
        .forEach(run -> workloads.putIfAbsent(run.workload().label(), run.workload()));
    return workloads.values();
  }

  /** All runs of this workload on this broker. */
  public List<Run> runs(String scenario, String workload, String broker) {
    return runs.getOrDefault(new Key(scenario, workload, broker), List.of());
  }

  /** A figure over the comparable runs, where it was measured. */
  public Optional<Spread> spread(String scenario, String workload, String broker, Metric metric) {
    List<Double> values =
        runs(scenario, workload, broker).stream()
            .filter(run -> run.verdict().isComparable())
            .flatMap(run -> Optional.ofNullable(run.figures().get(metric)).stream())
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** All samples of a histogram over the comparable runs; empty where there are none. */
  public Optional<Histogram> histogram(
      String scenario, String workload, String broker, String name) {
    List<String> encoded =
        runs(scenario, workload, broker).stream()
            .filter(run -> run.verdict().isComparable())
            .flatMap(run -> Optional.ofNullable(run.histograms().get(name)).stream())
            .toList();
    return encoded.isEmpty()
        ? Optional.empty()
        : Optional.of(Latencies.sum(encoded)).filter(sum -> sum.getTotalCount() > 0);
  }

  /** What became of the messages of a broker in a scenario, all of its workloads together. */
  public Counts counts(String scenario, String broker) {
    return results.runs().stream()
        .filter(run -> run.scenario().equals(scenario) && run.broker().equals(broker))
        .map(Run::counts)
        .reduce(Counts.NONE, Counts::plus);
  }
}
