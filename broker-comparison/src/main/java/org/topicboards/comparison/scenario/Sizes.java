package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.units.ByteSizes;

/** The highest rate at which the backlog does not grow, with larger and larger messages. */
public record Sizes() implements Scenario {

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public String question() {
    return "How many bytes does it carry, message by message?";
  }

  @Override
  public Metric answer() {
    return Metric.SUSTAINABLE_RATE;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return plan.sizes().stream()
        .map(bytes -> new Workload(ByteSizes.format(bytes), bytes, bytes, 0, 1, 1, 1))
        .toList();
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtHighestRate.run(this, contender, workload, plan, earlier, observer);
  }
}
