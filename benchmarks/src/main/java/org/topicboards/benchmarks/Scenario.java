package org.topicboards.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be measured. Its name in lower case is what the command line calls it. */
enum Scenario {
  ARCHIVE(10, (broker, settings) -> List.of(ArchiveComparison.of(settings))),
  PUBLISH(10, ClientComparisons::publish),
  CONSUME(10, ClientComparisons::consume),
  START(15, (broker, settings) -> List.of(StartComparison.of(broker, settings))),
  DRAIN(3, (broker, settings) -> List.of(DrainComparison.of(broker, settings)));

  private final int defaultPairs;
  private final Plan plan;

  Scenario(int defaultPairs, Plan plan) {
    this.defaultPairs = defaultPairs;
    this.plan = plan;
  }

  /** How many pairs give a useful interval in a bearable time. */
  int defaultPairs() {
    return defaultPairs;
  }

  /** Whether the figures depend on the broker; the others are measured once. */
  boolean dependsOnBroker() {
    return this != ARCHIVE;
  }

  List<Comparison> comparisons(TestedBroker broker, Settings settings) {
    return plan.comparisons(broker, settings);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a name from the command line. */
  static final class Converter implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String name) {
      return Arrays.stream(values())
          .filter(scenario -> scenario.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no scenario '" + name + "' (known: " + Arrays.toString(values()) + ")"));
    }
  }

  @FunctionalInterface
  private interface Plan {
    List<Comparison> comparisons(TestedBroker broker, Settings settings);
  }
}
