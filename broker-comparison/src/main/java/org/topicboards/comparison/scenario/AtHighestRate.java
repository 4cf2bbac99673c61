package org.topicboards.comparison.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Counts;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/**
 * Searches for the highest rate at which everything arrives and the backlog does not grow: from
 * what goes through when nothing paces the publisher, up and down, and then between. No repetition
 * knows what another found, or they would agree for no reason.
 */
final class AtHighestRate {

  private static final double FIRST = 0.95;
  private static final double DOWN = 0.8;
  private static final double UP = 1.2;
  private static final double MOST_WARM_UP = 0.3;

  /** A growth of the backlog that no measurement of this length can tell from chance. */
  private static final double LEAST_GROWTH_SECONDS = 0.03;

  private static final double GROWTH_RATIO = 0.05;

  private final LoadSession session;
  private final Load load;
  private final Plan plan;
  private Counts earlierCounts = Counts.NONE;
  private @Nullable Outcome best;
  private @Nullable Outcome last;
  private double kept;
  private double missed = Double.POSITIVE_INFINITY;
  private boolean isGeneratorTheLimit;

  private AtHighestRate(LoadSession session, Load load, Plan plan) {
    this.session = session;
    this.load = load;
    this.plan = plan;
  }

  static Run run(
      Scenario scenario,
      Contender contender,
      Workload workload,
      Plan plan,
      List<Run> earlier,
      Observer observer) {
    Duration warmUp =
        Duration.ofMillis(
            Math.min(plan.warmUp().toMillis(), (long) (plan.trial().toMillis() * MOST_WARM_UP)));
    Load load = Loads.of(workload, plan).lasting(warmUp, plan.trial());
    try (LoadSession session = LoadSession.open(contender, load, observer)) {
      AtHighestRate search = new AtHighestRate(session, load, plan);
      search.search(search.unpaced() * FIRST, observer);
      return search.result(scenario, workload, contender, earlier.size() + 1);
    }
  }

  /** What goes through when the publisher waits for nothing but room in its window. */
  private double unpaced() {
    Outcome outcome = session.measure(load.at(Load.AS_FAST_AS_POSSIBLE));
    note(outcome);
    return outcome.ratePerSecond(load.subscribers());
  }

  private void search(double startRate, Observer observer) {
    double rate = Math.max(1, startRate);
    for (int trial = 0;
        !isDone() && !observer.isStopped() && (trial < plan.searchTrials() || kept == 0);
        trial++) {
      Outcome outcome = session.measure(load.at(rate));
      note(outcome);
      if (outcome.fault() != null || outcome.isStopped()) {
        return;
      }
      if (isKeptUp(outcome)) {
        kept = rate;
        best = outcome;
      } else {
        missed = rate;
        isGeneratorTheLimit = outcome.isGeneratorTheLimit();
      }
      if (kept == 0) {
        rate = missed * DOWN;
      } else if (missed == Double.POSITIVE_INFINITY) {
        rate = kept * UP;
      } else {
        rate = (kept + missed) / 2;
      }
    }
  }

  private boolean isDone() {
    boolean isHopeless = missed < 1;
    boolean hasFailed = last != null && (last.fault() != null || last.isStopped());
    return isHopeless || hasFailed || missed <= kept * (1 + plan.searchResolution());
  }

  private boolean isKeptUp(Outcome outcome) {
    double halfSeconds = plan.trial().toMillis() / 2_000.0;
    return outcome.counts().lost() == 0
        && outcome.unsent() == 0
        && outcome.backlogGrowthSeconds()
            < Math.max(LEAST_GROWTH_SECONDS, GROWTH_RATIO * halfSeconds);
  }

  private void note(Outcome outcome) {
    if (last != null) {
      earlierCounts = earlierCounts.plus(last.counts());
    }
    last = outcome;
  }

  private Run result(Scenario scenario, Workload workload, Contender contender, int repetition) {
    Outcome latest = Objects.requireNonNull(last, "last");
    if (best == null || latest.fault() != null || latest.isStopped()) {
      return new RunOf(scenario, workload, contender, repetition, latest)
          .counting(earlierCounts)
          .ending(Verdict.OVERLOADED, "no rate was found that it keeps up with")
          .make();
    }
    Counts others = earlierCounts.plus(latest.counts()).minus(best.counts());
    return new RunOf(scenario, workload, contender, repetition, best)
        .counting(others)
        .with(Metric.SUSTAINABLE_RATE, kept)
        .with(Metric.RATE, best.ratePerSecond(workload.subscribers()))
        .withLatencies()
        .withConsumption()
        .ending(
            isGeneratorTheLimit ? Verdict.GENERATOR_LIMITED : Verdict.OK,
            isGeneratorTheLimit
                ? "at higher rates the publisher's own thread was the limit, not the broker"
                : null)
        .make();
  }
}
