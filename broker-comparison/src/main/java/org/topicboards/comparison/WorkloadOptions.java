package org.topicboards.comparison;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.scenario.Plan;
import org.topicboards.comparison.scenario.Profile;
import org.topicboards.comparison.scenario.Scenario;
import org.topicboards.units.ByteSizes;
import picocli.CommandLine.Option;

/** The options that say what is measured. */
final class WorkloadOptions {

  private static final int MOST_REPETITIONS = 100;
  private static final int LARGEST_BODY = 1 << 20;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "quick (two minutes), standard (default) or thorough (hours).")
  private @Nullable String profile;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description =
          "latency, throughput, fan-out, fan-in, offline, restart, sizes or boards; may be"
              + " repeated, or a list with commas (default: those of the profile).")
  private List<String> scenarios = List.of();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "How often every run is repeated, the brokers by turns (default: 3).")
  private @Nullable Integer repetitions;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages a second where the rate is fixed (default: 1000).")
  private @Nullable Double rate;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "The size of a body where it is fixed, such as 10k (default: 100).")
  private @Nullable String size;

  @Option(
      names = "--no-adapter-off",
      fallbackValue = "true",
      description = "Leave out the rows of the bare clients.")
  private boolean noAdapterOff;

  /**
   * What the options ask for.
   *
   * @throws IllegalArgumentException if a value cannot work; one line
   */
  Plan plan() {
    if (repetitions != null && (repetitions < 1 || repetitions > MOST_REPETITIONS)) {
      throw new IllegalArgumentException(
          "--repetitions must be 1 to " + MOST_REPETITIONS + ", not " + repetitions);
    }
    if (rate != null && !(rate >= 1 && rate <= 10_000_000)) {
      throw new IllegalArgumentException(
          "--rate must be 1 to 10000000 messages a second, not " + rate);
    }
    Plan plan = profile().plan().with(repetitions, rate, bodyBytes(), noAdapterOff);
    if (scenarios.isEmpty()) {
      return plan;
    }
    List<Scenario> chosen = new ArrayList<>();
    scenarios.forEach(name -> chosen.add(Scenario.of(name)));
    Plan complete = Profile.STANDARD.plan();
    return plan.of(chosen.stream().distinct().toList()).completedBy(complete);
  }

  /** The name of the profile. */
  String profileName() {
    return profile().name();
  }

  private Profile profile() {
    return profile == null ? Profile.STANDARD : Profile.of(profile);
  }

  private @Nullable Integer bodyBytes() {
    if (size == null) {
      return null;
    }
    long bytes = ByteSizes.parse(size);
    if (bytes > LARGEST_BODY) {
      throw new IllegalArgumentException("--size must be at most 1m, not " + size);
    }
    return Math.toIntExact(bytes);
  }
}
