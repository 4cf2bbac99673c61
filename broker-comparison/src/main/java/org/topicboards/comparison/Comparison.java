package org.topicboards.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.topicboards.broker.BrokerException;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Verdict;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.scenario.FirstLoad;
import org.topicboards.comparison.scenario.Plan;
import org.topicboards.comparison.scenario.Scenario;
import org.topicboards.comparison.transport.Contender;

/**
 * Does what a plan says, the contenders by turns: whoever goes first in one repetition goes last in
 * the next, because a machine's speed drifts. {@link #stop} may come from any thread.
 */
final class Comparison implements Observer {

  private record Planned(Scenario scenario, Workload workload, int repetition, Contender on) {

    String label() {
      return scenario.name()
          + (workload.label().isEmpty() ? "" : " " + workload.label())
          + ", "
          + on.name()
          + ", "
          + String.format(Locale.ROOT, "run %d", repetition);
    }
  }

  private final List<Contender> contenders;
  private final Plan plan;
  private final Display display;
  private final List<Run> runs = new ArrayList<>();
  private volatile boolean isStopped;

  Comparison(List<Contender> contenders, Plan plan, Display display) {
    this.contenders = List.copyOf(contenders);
    this.plan = plan;
    this.display = display;
  }

  /** Measures everything, or what is left of it when it is stopped. */
  List<Run> run() {
    contenders.forEach(this::warmUp);
    List<Planned> all = planned();
    for (int i = 0; i < all.size() && !isStopped; i++) {
      Planned planned = all.get(i);
      if (!planned.on().isFailed()) {
        display.begin(new Display.Step(i + 1, all.size(), planned.label()));
        Run run = measured(planned);
        runs.add(run);
        display.end(run);
      }
    }
    return List.copyOf(runs);
  }

  /** Programs and brokers are slow at first: whoever were measured first would be the slowest. */
  private void warmUp(Contender contender) {
    if (isStopped) {
      return;
    }
    display.say("warming up " + contender.name());
    try {
      new FirstLoad(contender, plan).run(this);
    } catch (BrokerException e) {
      contender.fail(String.valueOf(e.getMessage()));
      display.say(contender.name() + " failed: " + e.getMessage());
    }
  }

  private List<Planned> planned() {
    List<Planned> all = new ArrayList<>();
    for (Scenario scenario : plan.scenarios()) {
      for (Workload workload : scenario.workloads(plan)) {
        for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
          for (int turn = 0; turn < contenders.size(); turn++) {
            Contender next = contenders.get((turn + repetition - 1) % contenders.size());
            boolean isPossible = scenario.obstacle(next).isEmpty();
            // that it is impossible is told once; what a bare client never does, not at all
            if (isPossible || (repetition == 1 && !next.isAdapterOff())) {
              all.add(new Planned(scenario, workload, repetition, next));
            }
          }
        }
      }
    }
    return all;
  }

  private Run measured(Planned planned) {
    Contender contender = planned.on();
    Optional<String> obstacle = planned.scenario().obstacle(contender);
    if (obstacle.isPresent()) {
      return without(planned, Verdict.NOT_POSSIBLE, obstacle.get());
    }
    try {
      Run run = planned.scenario().run(contender, planned.workload(), plan, earlier(planned), this);
      if (run.verdict() == Verdict.BROKER_FAILED) {
        contender.fail(String.valueOf(run.remark()));
      }
      return run;
    } catch (BrokerException e) {
      if (isStopped) {
        return without(planned, Verdict.STOPPED, "stopped before its end");
      }
      String fault = String.valueOf(e.getMessage());
      contender.fail(fault);
      return without(planned, Verdict.BROKER_FAILED, fault);
    }
  }

  private static Run without(Planned planned, Verdict verdict, String remark) {
    return Run.without(
        planned.scenario().name(),
        planned.workload(),
        planned.on().name(),
        planned.repetition(),
        verdict,
        remark);
  }

  private List<Run> earlier(Planned planned) {
    return runs.stream()
        .filter(
            run ->
                run.scenario().equals(planned.scenario().name())
                    && run.workload().equals(planned.workload())
                    && run.broker().equals(planned.on().name()))
        .toList();
  }

  /** Ends the run in hand and begins no other. */
  void stop() {
    isStopped = true;
  }

  @Override
  public boolean isStopped() {
    return isStopped;
  }

  @Override
  public void progress(double ratePerSecond, long waiting) {
    display.progress(ratePerSecond, waiting);
  }
}
