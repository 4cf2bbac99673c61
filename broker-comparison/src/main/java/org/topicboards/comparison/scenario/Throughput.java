package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** The highest rate at which the backlog does not grow. */
public record Throughput() implements Scenario {

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public String question() {
    return "How much does it carry without falling behind?";
  }

  @Override
  public Metric answer() {
    return Metric.SUSTAINABLE_RATE;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return List.of(new Workload("", 0, plan.bodyBytes(), 0, 1, 1, 1));
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtHighestRate.run(this, contender, workload, plan, earlier, observer);
  }
}
