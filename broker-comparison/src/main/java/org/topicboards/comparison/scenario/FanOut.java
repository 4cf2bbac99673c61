package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** One publisher, more and more subscribers, each of which receives everything. */
public record FanOut() implements Scenario {

  /**
   * Twenty subscribers are twenty times the work: all of them share one machine with the broker.
   */
  private static final int RATE_DIVISOR = 4;

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public String question() {
    return "What do more subscribers cost?";
  }

  @Override
  public Metric answer() {
    return Metric.LATENCY_P99;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return plan.subscribers().stream()
        .map(
            subscribers ->
                new Workload(
                    subscribers + (subscribers == 1 ? " subscriber" : " subscribers"),
                    subscribers,
                    plan.bodyBytes(),
                    plan.ratePerSecond() / RATE_DIVISOR,
                    1,
                    subscribers,
                    1))
        .toList();
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtFixedRate.run(this, contender, workload, plan, earlier, observer);
  }
}
