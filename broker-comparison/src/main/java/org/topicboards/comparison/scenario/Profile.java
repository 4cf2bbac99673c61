package org.topicboards.comparison.scenario;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How thorough a comparison is.
 *
 * @param name by which it is chosen
 * @param plan what it measures
 */
public record Profile(String name, Plan plan) {
  /** Under two minutes for three embedded transports: a first look. */
  public static final Profile QUICK =
      new Profile(
          "quick",
          new Plan(
              List.of(new Latency(), new Throughput(), new Offline()),
              3,
              true,
              Duration.ofMillis(250),
              Duration.ofMillis(1_000),
              Duration.ofMillis(500),
              3,
              0.15,
              1_000,
              100,
              10_000,
              List.of(),
              List.of(),
              List.of(),
              List.of()));

  /** Every scenario, some twenty minutes. */
  public static final Profile STANDARD =
      new Profile(
          "standard",
          new Plan(
              Scenario.all(),
              3,
              true,
              Duration.ofSeconds(2),
              Duration.ofSeconds(5),
              Duration.ofSeconds(2),
              7,
              0.06,
              1_000,
              100,
              50_000,
              List.of(100, 10 << 10, 1 << 20),
              List.of(1, 5, 20),
              List.of(1, 5, 20),
              List.of(1, 100, 1_000)));

  /** Every scenario, for hours: more points, longer runs, five of each. */
  public static final Profile THOROUGH =
      new Profile(
          "thorough",
          new Plan(
              Scenario.all(),
              5,
              true,
              Duration.ofSeconds(10),
              Duration.ofSeconds(30),
              Duration.ofSeconds(6),
              10,
              0.03,
              1_000,
              100,
              500_000,
              List.of(100, 1 << 10, 10 << 10, 100 << 10, 1 << 20),
              List.of(1, 2, 5, 10, 20),
              List.of(1, 2, 5, 10, 20),
              List.of(1, 10, 100, 1_000)));

  /**
   * The profile of this name, in any case.
   *
   * @throws IllegalArgumentException one line that lists the names
   */
  public static Profile of(String name) {
    return Stream.of(QUICK, STANDARD, THOROUGH)
        .filter(profile -> profile.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + name + "' is no profile (known: quick, standard, thorough)"));
  }
}
