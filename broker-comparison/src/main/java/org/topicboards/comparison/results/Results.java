package org.topicboards.comparison.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one comparison found: the content of {@code results.json}.
 *
 * @param schema the version of this form, {@value #SCHEMA}
 * @param version the version of Topic Boards that measured
 * @param started when, in ISO 8601
 * @param seconds how long it took
 * @param isComplete whether every run that was planned took place
 * @param profile the name of the profile
 * @param environment the machine and the software, by name, in the order to be shown
 * @param brokers what was compared
 * @param runs in the order in which they took place
 */
public record Results(
    int schema,
    String version,
    String started,
    long seconds,
    boolean isComplete,
    String profile,
    Map<String, String> environment,
    List<BrokerEntry> brokers,
    List<Run> runs) {

  /** The version of the form that this class is. */
  public static final int SCHEMA = 1;

  /** Copies the collections. */
  public Results {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    brokers = List.copyOf(brokers);
    runs = List.copyOf(runs);
  }

  /** The broker of this name. */
  public Optional<BrokerEntry> broker(String name) {
    return brokers.stream().filter(broker -> broker.name().equals(name)).findFirst();
  }
}
