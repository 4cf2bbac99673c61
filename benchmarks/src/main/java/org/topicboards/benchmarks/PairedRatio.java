package org.topicboards.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The ratio of two figures that were measured in pairs, ours to the bare one. Its confidence
 * interval is Student's, of the mean of the logarithms: a ratio of 1/2 is as far from 1 as 2 is.
 */
final class PairedRatio {

  /** Quantiles 0.975 of Student's distribution by degrees of freedom, from 1. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, //
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, //
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
  };

  /** What the quantiles come near to with many degrees, and how fast. */
  private static final double NORMAL = 1.960;

  private static final double NORMAL_CORRECTION = 2.46;

  private final List<Double> logarithms = new ArrayList<>();

  /** Adds the two figures of one pair. */
  void add(double ours, double bare) {
    logarithms.add(Math.log(ours / bare));
  }

  int pairs() {
    return logarithms.size();
  }

  double geometricMean() {
    return Math.exp(meanLogarithm());
  }

  double median() {
    List<Double> sorted = logarithms.stream().sorted().toList();
    int upper = sorted.size() / 2;
    int lower = (sorted.size() - 1) / 2;
    return Math.exp((sorted.get(lower) + sorted.get(upper)) / 2);
  }

  /** The lower end of the 95 % confidence interval; 0 from a single pair, which says nothing. */
  double lower() {
    return Math.exp(meanLogarithm() - halfWidth());
  }

  /** The upper end of the 95 % confidence interval; infinite from a single pair. */
  double upper() {
    return Math.exp(meanLogarithm() + halfWidth());
  }

  private double meanLogarithm() {
    return logarithms.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private double halfWidth() {
    int freedom = pairs() - 1;
    if (freedom == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = meanLogarithm();
    double squares = logarithms.stream().mapToDouble(log -> (log - mean) * (log - mean)).sum();
    return student(freedom) * Math.sqrt(squares / freedom / pairs());
  }

  private static double student(int freedom) {
    return freedom <= STUDENT.length ? STUDENT[freedom - 1] : NORMAL + NORMAL_CORRECTION / freedom;
  }
}
