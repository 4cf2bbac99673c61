package org.topicboards.comparison.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.topicboards.broker.Guarantee;
import org.topicboards.comparison.load.Incident;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/**
 * The broker is killed in the middle and started again: what is lost, and how long does it take?
 */
public record Restart() implements Scenario {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LEAST = Duration.ofSeconds(10);
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String question() {
    return "What does a restart of the broker cost?";
  }

  @Override
  public Metric answer() {
    return Metric.RECOVERY;
  }

  @Override
  public List<Workload> workloads(Plan plan) {
    return List.of(new Workload("", 0, plan.bodyBytes(), plan.ratePerSecond(), 1, 1, 1));
  }

  @Override
  public Optional<String> obstacle(Contender contender) {
    if (!contender.promises(Guarantee.SURVIVES_RESTART)) {
      return Optional.of("it does not promise to survive a restart");
    }
    if (contender.isAdapterOff()) {
      return Optional.of("the bare client restores nothing by itself");
    }
    return contender.server().isRestartable()
        ? Optional.empty()
        : Optional.of("somebody else runs this broker; it is not killed here");
  }

  @Override
  public Run run(
      Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer) {
    Duration measured = plan.measured().compareTo(LEAST) < 0 ? LEAST : plan.measured();
    Load load = Loads.of(workload, plan).lasting(plan.warmUp(), measured).waitingFor(PATIENCE);
    Incident killed =
        new Incident(
            measured.dividedBy(4),
            () -> {
              contender.server().kill();
              contender.server().restart();
            });
    try (LoadSession session = LoadSession.open(contender, load, observer)) {
      Outcome outcome = session.measure(load, killed);
      RunOf run = new RunOf(this, workload, contender, earlier.size() + 1, outcome).withLatencies();
      if (outcome.recoveryNanos() >= 0) {
        run.with(Metric.RECOVERY, outcome.recoveryNanos() / NANOS_PER_MILLI);
      }
      return run.make();
    }
  }
}
