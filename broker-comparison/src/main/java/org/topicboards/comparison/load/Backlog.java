package org.topicboards.comparison.load;

import java.util.ArrayList;
import java.util.List;

/** How many messages were due and not yet received, over the measured part. Not thread-safe. */
final class Backlog {

  private final List<Double> samples = new ArrayList<>();

  /** Notes the backlog of this moment; to be called at even intervals. */
  void sample(double messages) {
    samples.add(messages);
  }

  /** By how many messages it grew from the second quarter of the time to the last. */
  double growth() {
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      return 0;
    }
    return mean(samples.size() - quarter, samples.size()) - mean(quarter, 2 * quarter);
  }

  private double mean(int from, int to) {
    return samples.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
