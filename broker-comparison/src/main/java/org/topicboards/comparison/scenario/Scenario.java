package org.topicboards.comparison.scenario;

import java.util.List;
import java.util.Optional;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Run;
import org.topicboards.comparison.results.Workload;
import org.topicboards.comparison.transport.Contender;

/** A question to the brokers, and how it is measured. Stateless. */
public sealed interface Scenario
    permits Latency, Throughput, FanOut, FanIn, Offline, Restart, Sizes, Boards {

  /** All of them, in their order. */
  static List<Scenario> all() {
    return List.of(
        new Latency(),
        new Throughput(),
        new FanOut(),
        new FanIn(),
        new Offline(),
        new Restart(),
        new Sizes(),
        new Boards());
  }

  /**
   * The scenario of this name.
   *
   * @throws IllegalArgumentException one line that lists the names
   */
  static Scenario of(String name) {
    return all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is no scenario (known: "
                        + String.join(", ", all().stream().map(Scenario::name).toList())
                        + ")"));
  }

  /** The name by which it is chosen. */
  String name();

  /** What it finds out, as a question. */
  String question();

  /** The figure by which brokers are ranked. */
  Metric answer();

  /** What it puts on the brokers, one after the other. */
  List<Workload> workloads(Plan plan);

  /** Why this contender cannot do it, or nothing. */
  default Optional<String> obstacle(Contender contender) {
    return Optional.empty();
  }

  /**
   * Does it once.
   *
   * @param earlier what earlier repetitions of the same on the same contender gave
   * @throws org.topicboards.broker.BrokerException if nothing could be sent at all
   */
  Run run(Contender contender, Workload workload, Plan plan, List<Run> earlier, Observer observer);
}
