package org.topicboards.comparison.results;

import java.util.Collection;

/**
 * One figure over the repetitions.
 *
 * @param median the one in the middle, or the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 * @param runs how many there are
 */
public record Spread(double median, double least, double most, int runs) {

  /**
   * The spread of these values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no value has no spread");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** Whether some value of one lies between the ends of the other. */
  public boolean overlaps(Spread other) {
    return least <= other.most && other.least <= most;
  }
}
