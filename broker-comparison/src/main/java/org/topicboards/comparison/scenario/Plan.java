package org.topicboards.comparison.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often everything is measured.
 *
 * @param scenarios in their order
 * @param repetitions of every workload, the brokers by turns
 * @param isAdapterOffMeasured whether each broker is also measured through its bare client
 * @param warmUp before each measurement
 * @param measured each measurement
 * @param trial one rate in the search for the highest
 * @param searchTrials at most so many rates in that search
 * @param searchResolution the search ends when the highest rate that was kept up and the lowest
 *     that was not differ by no more than this part
 * @param ratePerSecond of the scenarios with a fixed rate
 * @param bodyBytes of the scenarios with one size
 * @param awayMessages what a durable subscriber misses
 * @param sizes of the scenario {@code sizes}, in bytes
 * @param subscribers of the scenario {@code fan-out}
 * @param publishers of the scenario {@code fan-in}
 * @param boards of the scenario {@code boards}
 */
public record Plan(
    List<Scenario> scenarios,
    int repetitions,
    boolean isAdapterOffMeasured,
    Duration warmUp,
    Duration measured,
    Duration trial,
    int searchTrials,
    double searchResolution,
    double ratePerSecond,
    int bodyBytes,
    long awayMessages,
    List<Integer> sizes,
    List<Integer> subscribers,
    List<Integer> publishers,
    List<Integer> boards) {

  /** Copies the lists. */
  public Plan {
    scenarios = List.copyOf(scenarios);
    sizes = List.copyOf(sizes);
    subscribers = List.copyOf(subscribers);
    publishers = List.copyOf(publishers);
    boards = List.copyOf(boards);
  }

  /** The same with other scenarios. */
  public Plan of(List<Scenario> newScenarios) {
    return new Plan(
        newScenarios,
        repetitions,
        isAdapterOffMeasured,
        warmUp,
        measured,
        trial,
        searchTrials,
        searchResolution,
        ratePerSecond,
        bodyBytes,
        awayMessages,
        sizes,
        subscribers,
        publishers,
        boards);
  }

  /** The same, with the points of another plan where this one has none. */
  public Plan completedBy(Plan other) {
    return new Plan(
        scenarios,
        repetitions,
        isAdapterOffMeasured,
        warmUp,
        measured,
        trial,
        searchTrials,
        searchResolution,
        ratePerSecond,
        bodyBytes,
        awayMessages,
        sizes.isEmpty() ? other.sizes : sizes,
        subscribers.isEmpty() ? other.subscribers : subscribers,
        publishers.isEmpty() ? other.publishers : publishers,
        boards.isEmpty() ? other.boards : boards);
  }

  /** The same with these, where they are not null. */
  public Plan with(
      @Nullable Integer newRepetitions,
      @Nullable Double newRatePerSecond,
      @Nullable Integer newBodyBytes,
      boolean withoutAdapterOff) {
    return new Plan(
        scenarios,
        newRepetitions == null ? repetitions : newRepetitions,
        isAdapterOffMeasured && !withoutAdapterOff,
        warmUp,
        measured,
        trial,
        searchTrials,
        searchResolution,
        newRatePerSecond == null ? ratePerSecond : newRatePerSecond,
        newBodyBytes == null ? bodyBytes : newBodyBytes,
        awayMessages,
        sizes,
        subscribers,
        publishers,
        boards);
  }
}
