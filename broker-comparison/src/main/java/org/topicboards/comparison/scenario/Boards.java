package org.topicboards.comparison.scenario;

import java.util.List;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** One publisher and one subscriber, on more and more boards by turns. */
public record Boards() implements Scenario {

  @Override
  public String name() {
    return "boards";
  }

  @Override
  public String question() {
    return "What do many boards cost?";
  }

  @Override
  public Metric answer() {
    return Metric.LATENCY_P99;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return plan.boards().stream()
        .map(
            boards ->
                new Workload(
                    boards + (boards == 1 ? " board" : " boards"),
                    boards,
                    plan.bodyBytes(),
                    plan.ratePerSecond(),
                    1,
                    1,
                    boards))
        .toList();
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    return AtFixedRate.run(this, contender, workload, plan, earlier, observer);
  }
}
