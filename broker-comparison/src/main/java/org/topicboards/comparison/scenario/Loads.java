package org.topicboards.comparison.scenario;

import java.time.Duration;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.results.Workload;

/** Makes loads of workloads. */
final class Loads {

  /** How long a confirm, or the last messages of a run, may take. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Loads() {}

  /** The load of a workload at its own rate. */
  static Load of(Workload workload, Plan plan) {
    return new Load(
        workload.bodyBytes(),
        workload.ratePerSecond(),
        workload.publishers(),
        workload.subscribers(),
        workload.boards(),
        plan.warmUp(),
        plan.measured(),
        PATIENCE);
  }
}
