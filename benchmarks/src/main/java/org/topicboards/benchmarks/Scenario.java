package org.topicboards.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be measured. The command line calls it by its name in lower case, with hyphens. */
enum Scenario {
  ARCHIVE(10),
  REPLAY(10),
  LAST(1),
  SERVE(10),
  PUBLISH(10),
  CONSUME(10),
  START(15),
  DRAIN(3),
  RELAY(10),
  MULTICAST(10),
  ROW_PUBLISH(10),
  ROW_THROUGH(10);

  private final int defaultPairs;

  Scenario(int defaultPairs) {
    this.defaultPairs = defaultPairs;
  }

  /** How many pairs give a useful interval in a bearable time. */
  int defaultPairs() {
    return defaultPairs;
  }

  /** Whether the figures depend on the broker; the others are measured once. */
  boolean dependsOnBroker() {
    return this != ARCHIVE && this != REPLAY && this != LAST && this != MULTICAST;
  }

  /** Whether it is measured on a Kafka, too. */
  boolean isForKafka() {
    return this == PUBLISH || this == CONSUME || this == SERVE || this == ROW_PUBLISH;
  }

  /** Whether it is measured on this broker. */
  boolean isFor(TestedBroker broker) {
    return isForKafka() || !broker.isKafka();
  }

  /** What there is to compare; none for {@link #LAST}, which has no bare counterpart. */
  List<Comparison> comparisons(TestedBroker broker, Settings settings) {
    return switch (this) {
      case ARCHIVE -> ArchiveComparison.archive(settings);
      case REPLAY -> ArchiveComparison.replay(settings);
      case LAST -> List.of();
      case SERVE -> List.of(ServeComparison.of(broker, settings));
      case PUBLISH -> ClientComparisons.publish(broker, settings);
      case CONSUME -> ClientComparisons.consume(broker, settings);
      case START -> List.of(StartComparison.of(broker, settings));
      case DRAIN -> List.of(DrainComparison.of(broker, settings));
      case RELAY -> List.of(RelayComparison.of(broker, settings));
      case MULTICAST -> MulticastComparisons.of(settings);
      case ROW_PUBLISH -> RowComparisons.publish(broker, settings);
      case ROW_THROUGH -> RowComparisons.through(broker, settings);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
}
