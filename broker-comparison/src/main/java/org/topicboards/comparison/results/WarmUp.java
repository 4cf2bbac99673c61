package org.topicboards.comparison.results;

/**
 * What was left out of the figures, because programs and brokers are slow at first.
 *
 * @param messages how many messages
 * @param millis for how long
 * @param latencyP50Millis their median latency, NaN where none was received
 * @param latencyMaxMillis their longest latency, NaN where none was received
 */
public record WarmUp(long messages, long millis, double latencyP50Millis, double latencyMaxMillis) {

  /** Where there was none. */
  public static final WarmUp NONE = new WarmUp(0, 0, Double.NaN, Double.NaN);
}
