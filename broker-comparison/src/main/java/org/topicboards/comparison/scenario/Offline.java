package org.topicboards.comparison.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** A durable subscriber is away for some time: how fast does it catch up? */
public record Offline() implements Scenario {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "offline";
  }

  @Override
  public String question() {
    return "How fast does a subscriber catch up who was away?";
  }

  @Override
  public Metric answer() {
    return Metric.CATCH_UP_RATE;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    long messages = plan.awayMessages();
    return List.of(new Workload(messages + " messages", messages, plan.bodyBytes(), 0, 1, 1, 1));
  }

  @Override
  public Optional<String> obstacle(Contender contender) {
    return contender.promises(Guarantee.DURABLE_SUBSCRIPTION)
        ? Optional.empty()
        : Optional.of("nothing waits for a subscriber who is away");
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    Load load = Loads.of(workload, plan).lasting(Duration.ZERO, LONGEST);
    try (LoadSession session = LoadSession.open(contender, load, observer)) {
      Outcome outcome = session.measureAbsence(load, (long) workload.value());
      return new RunOf(this, workload, contender, earlier.size() + 1, outcome)
          .with(Metric.CATCH_UP_RATE, outcome.counts().received() / outcome.seconds())
          .withConsumption()
          .make();
    }
  }
}
