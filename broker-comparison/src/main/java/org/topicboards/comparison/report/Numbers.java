package org.topicboards.comparison.report;

import java.util.Locale;
import org.topicboards.comparison.results.Metric;
import org.topicboards.comparison.results.Spread;

/** Numbers for people: as many digits as mean something. */
final class Numbers {

  private static final double MANY = 100;
  private static final double SOME = 10;
  private static final double ONE = 1;

  private Numbers() {}

  static String of(double value) {
    double size = Math.abs(value);
    if (size >= MANY || value == 0) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    if (size >= SOME) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= ONE ? "%.2f" : "%.3f", value);
  }

  static String of(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String of(double value, Metric metric) {
    return of(value) + " " + metric.unit();
  }

  /** Median and ends. */
  static String of(Spread spread) {
    return of(spread.median()) + ends(spread);
  }

  /** Median and ends. */
  static String of(Spread spread, Metric metric) {
    return of(spread.median(), metric) + ends(spread);
  }

  private static String ends(Spread spread) {
    return spread.runs() == 1 ? "" : " (" + of(spread.least()) + " to " + of(spread.most()) + ")";
  }

  static String percent(double ratio) {
    double percent = ratio * 100;
    return (percent == 0 || Math.abs(percent) >= ONE
            ? of(percent)
            : String.format(Locale.ROOT, "%.4f", percent))
        + " %";
  }
}
