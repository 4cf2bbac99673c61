package org.topicboards.comparison.scenario;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Counts;
import org.topicboards.comparison.results.Latencies;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** Makes a {@link Run} of the outcome of a load. Not thread-safe. */
final class RunOf {

  private final String scenario;
  private final Workload workload;
  private final Contender contender;
  private final int repetition;
  private final Outcome outcome;
  private final Map<Metric, Double> figures = new EnumMap<>(Metric.class);
  private final Map<String, String> histograms = new TreeMap<>();
  private Counts counts;
  private @Nullable String remark;
  private Verdict verdict = Verdict.OK;

  RunOf(
      Scenario scenario, Workload workload, Contender contender, int repetition, Outcome outcome) {
    this.scenario = scenario.name();
    this.workload = workload;
    this.contender = contender;
    this.repetition = repetition;
    this.outcome = outcome;
    this.counts = outcome.counts();
  }

  /** Adds a figure. */
  RunOf with(Metric metric, double value) {
    figures.put(metric, value);
    return this;
  }

  /** Adds what became of messages that were sent on the way to the outcome. */
  RunOf counting(Counts more) {
    counts = counts.plus(more);
    return this;
  }

  /** Says how it ended, unless something worse is found. */
  RunOf ending(Verdict newVerdict, @Nullable String newRemark) {
    verdict = newVerdict;
    remark = newRemark;
    return this;
  }

  /** Adds the latencies from the intended time of sending. */
  RunOf withLatencies() {
    AbstractHistogram endToEnd = outcome.endToEnd();
    histogram(Run.END_TO_END, endToEnd);
    if (endToEnd.getTotalCount() > 0) {
      with(Metric.LATENCY_P50, Latencies.millisAt(endToEnd, 50));
      with(Metric.LATENCY_P90, Latencies.millisAt(endToEnd, 90));
      with(Metric.LATENCY_P99, Latencies.millisAt(endToEnd, 99));
      with(Metric.LATENCY_P999, Latencies.millisAt(endToEnd, 99.9));
      with(Metric.LATENCY_MAX, Latencies.maxMillis(endToEnd));
    }
    AbstractHistogram confirm = outcome.confirm();
    if (contender.promises(Guarantee.CONFIRMED) && confirm.getTotalCount() > 0) {
      histogram(Run.CONFIRM, confirm);
      with(Metric.CONFIRM_P50, Latencies.millisAt(confirm, 50));
      with(Metric.CONFIRM_P99, Latencies.millisAt(confirm, 99));
      with(Metric.CONFIRM_MAX, Latencies.maxMillis(confirm));
    }
    AbstractHistogram late = outcome.generatorLate();
    histogram(Run.GENERATOR_LATE, late);
    if (late.getTotalCount() > 0) {
      with(Metric.GENERATOR_LATE_P99, Latencies.millisAt(late, 99));
    }
    return this;
  }

  /** Adds what it took, a message. */
  RunOf withConsumption() {
    double messages = Math.max(1, outcome.messages());
    add(Metric.CLIENT_CPU, outcome.usage().clientCpuMicros(), messages);
    add(Metric.BROKER_CPU, outcome.usage().brokerCpuMicros(), messages);
    add(Metric.CLIENT_MEMORY, outcome.usage().clientMemoryMebibytes(), 1);
    add(Metric.BROKER_MEMORY, outcome.usage().brokerMemoryMebibytes(), 1);
    if (contender.promises(Guarantee.CONFIRMED)) { // datagrams are not counted by the system
      add(Metric.BYTES_TO_BROKER, outcome.usage().bytesWritten(), messages);
      add(Metric.BYTES_FROM_BROKER, outcome.usage().bytesRead(), messages);
    }
    return this;
  }

  Run make() {
    judge();
    return new Run(
        scenario,
        workload,
        contender.name(),
        repetition,
        verdict,
        remark,
        outcome.warmUp(),
        counts,
        figures,
        histograms);
  }

  private void judge() {
    if (outcome.fault() != null) {
      ending(Verdict.BROKER_FAILED, outcome.fault());
    } else if (outcome.isStopped()) {
      ending(Verdict.STOPPED, "stopped before its end");
    } else if (counts.lost() > 0 && contender.promises(Guarantee.AT_LEAST_ONCE)) {
      ending(
          Verdict.BROKEN_PROMISE,
          "lost " + counts.lost() + " of " + counts.expected() + ", and promises to lose none");
    } else if (counts.outOfOrder() > 0 && contender.promises(Guarantee.ORDERED_PER_PUBLISHER)) {
      ending(
          Verdict.BROKEN_PROMISE,
          counts.outOfOrder() + " messages out of order, and promises to keep a publisher's order");
    } else if (outcome.unsent() > 0) {
      judgeUnsent();
    }
  }

  private void judgeUnsent() {
    String unsent = outcome.unsent() + " messages were due and could not be sent in time: ";
    if (!contender.promises(Guarantee.CONFIRMED)) {
      ending(
          Verdict.GENERATOR_LIMITED,
          unsent + "the sender was the limit (its pacing or its processor), as there is no broker");
    } else if (outcome.isGeneratorTheLimit()) {
      ending(Verdict.GENERATOR_LIMITED, unsent + "the generator was the limit, not the broker");
    } else {
      ending(Verdict.OVERLOADED, unsent + "the rate is more than the broker takes");
    }
  }

  private void histogram(String name, AbstractHistogram histogram) {
    histograms.put(name, Latencies.encoded(histogram));
  }

  private void add(Metric metric, OptionalDouble value, double parts) {
    if (value.isPresent()) {
      with(metric, value.getAsDouble() / parts);
    }
  }
}
