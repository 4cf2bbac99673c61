package org.topicboards.comparison.load;

import java.time.Duration;

/**
 * What is put on a transport.
 *
 * @param bodyBytes the size of each body
 * @param ratePerSecond of all publishers together; {@link #AS_FAST_AS_POSSIBLE} for as much as the
 *     windows of the publishers let through
 * @param publishers how many, each with a thread of its own
 * @param subscribers how many, each of which receives everything
 * @param boards over how many boards each publisher spreads its messages
 * @param warmUp left out of the figures
 * @param measured how long after that
 * @param patience how long one message may wait for its confirm, and the end for the last ones
 */
public record Load(
    int bodyBytes,
    double ratePerSecond,
    int publishers,
    int subscribers,
    int boards,
    Duration warmUp,
    Duration measured,
    Duration patience) {

  /** Stands for no pace at all. */
  public static final double AS_FAST_AS_POSSIBLE = Schedule.UNPACED;

  /** The same at another rate. */
  public Load at(double newRatePerSecond) {
    return new Load(
        bodyBytes, newRatePerSecond, publishers, subscribers, boards, warmUp, measured, patience);
  }

  /** The same for other times. */
  public Load lasting(Duration newWarmUp, Duration newMeasured) {
    return new Load(
        bodyBytes,
        ratePerSecond,
        publishers,
        subscribers,
        boards,
        newWarmUp,
        newMeasured,
        patience);
  }

  /** The same with another patience. */
  public Load waitingFor(Duration newPatience) {
    return new Load(
        bodyBytes, ratePerSecond, publishers, subscribers, boards, warmUp, measured, newPatience);
  }
}
