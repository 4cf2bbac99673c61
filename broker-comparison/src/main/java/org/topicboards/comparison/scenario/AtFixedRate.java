package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** Measures latency at the rate of a workload. */
final class AtFixedRate {

  private AtFixedRate() {}

  static Run run(
      Scenario scenario,
      Contender contender,
      Workload workload,
      Plan plan,
      List<Run> earlier,
      Observer observer) {
    Load load = Loads.of(workload, plan);
    try (LoadSession session = LoadSession.open(contender, load, observer)) {
      Outcome outcome = session.measure(load);
      return new RunOf(scenario, workload, contender, earlier.size() + 1, outcome)
          .with(Metric.RATE, outcome.ratePerSecond(workload.subscribers()))
          .withLatencies()
          .withConsumption()
          .make();
    }
  }
}
