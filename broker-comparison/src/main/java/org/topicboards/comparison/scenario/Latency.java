package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** How long a message takes, at a rate that does not trouble the broker. */
public record Latency() implements Scenario {

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String question() {
    return "How long does a message take?";
  }

  @Override
  public Metric answer() {
    return Metric.LATENCY_P99;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return List.of(new Workload("", 0, plan.bodyBytes(), plan.ratePerSecond(), 1, 1, 1));
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtFixedRate.run(this, contender, workload, plan, earlier, observer);
  }
}
