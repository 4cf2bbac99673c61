package org.topicboards.comparison.scenario;

import java.time.Duration;
import org.topicboards.comparison.load.Load;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/**
 * As much as goes through for a moment, before anything is measured: for the compilers of client
 * and broker.
 */
public final class FirstLoad {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Contender contender;
  private final Plan plan;

  /** The first load of a contender. */
  public FirstLoad(Contender contender, Plan plan) {
    this.contender = contender;
    this.plan = plan;
  }

  /**
   * Puts it on and forgets what it did.
   *
   * @throws org.topicboards.broker.BrokerException if the broker does not take it
   */
  public void run(Observer observer) {
    Workload workload = new Workload("", 0, plan.bodyBytes(), 0, 1, 1, 1);
    Duration duration = plan.measured().compareTo(LONGEST) > 0 ? LONGEST : plan.measured();
    Load load = Loads.of(workload, plan).lasting(Duration.ZERO, duration);
    try (LoadSession session = LoadSession.open(contender, load, observer)) {
      Outcome unused = session.measure(load);
    }
  }
}
