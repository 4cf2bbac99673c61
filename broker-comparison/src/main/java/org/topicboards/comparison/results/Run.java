package org.topicboards.comparison.results;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of one workload on one broker.
 *
 * @param scenario the scenario's name
 * @param workload what was put on the broker
 * @param broker the name of the broker's {@link BrokerEntry}
 * @param repetition from 1
 * @param verdict how it ended
 * @param remark one line that says more, or null
 * @param warmUp what was left out of the figures
 * @param counts what became of the messages
 * @param figures what was measured; what could not be is absent
 * @param histograms each an HdrHistogram of nanoseconds in its compressed form, in Base64, by name
 */
public record Run(
    String scenario,
    Workload workload,
    String broker,
    int repetition,
    Verdict verdict,
    @Nullable String remark,
    WarmUp warmUp,
    Counts counts,
    Map<Metric, Double> figures,
    Map<String, String> histograms) {

  /** The histogram from the intended time of sending to the handler. */
  public static final String END_TO_END = "endToEnd";

  /** The histogram from the intended time of sending to the broker's confirm. */
  public static final String CONFIRM = "confirm";

  /** The histogram from the intended time of sending to the actual one. */
  public static final String GENERATOR_LATE = "generatorLate";

  /** Copies the maps. */
  public Run {
    EnumMap<Metric, Double> sorted = new EnumMap<>(Metric.class);
    sorted.putAll(figures);
    figures = Collections.unmodifiableMap(sorted);
    histograms = Collections.unmodifiableMap(new TreeMap<>(histograms));
  }

  /** A run that did not take place, or that gave nothing. */
  public static Run without(
      String scenario,
      Workload workload,
      String broker,
      int repetition,
      Verdict verdict,
      String remark) {
    return new Run(
        scenario,
        workload,
        broker,
        repetition,
        verdict,
        remark,
        WarmUp.NONE,
        Counts.NONE,
        Map.of(),
        Map.of());
  }
}
