package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** One subscriber, more and more publishers, at the same rate all together. */
public record FanIn() implements Scenario {

  @Override
  public String name() {
    return "fan-in";
  }

  @Override
  public String question() {
    return "What do more publishers cost?";
  }

  @Override
  public Metric answer() {
    return Metric.LATENCY_P99;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return plan.publishers().stream()
        .map(
            publishers ->
                new Workload(
                    publishers + (publishers == 1 ? " publisher" : " publishers"),
                    publishers,
                    plan.bodyBytes(),
                    plan.ratePerSecond(),
                    publishers,
                    1,
                    1))
        .toList();
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtFixedRate.run(this, contender, workload, plan, earlier, observer);
  }
}
