package org.topicboards.comparison.load;

import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.results.Counts;
import org.topicboards.comparison.results.WarmUp;

/**
 * What a load did. The histograms are of nanoseconds, of the measured part alone.
 *
 * @param counts what became of all messages, warm-up included
 * @param warmUp what was left out of the figures
 * @param endToEnd from the intended time of sending to the handler, for each first receipt
 * @param confirm from the intended time of sending to the confirm
 * @param generatorLate from the intended time of sending to the actual one
 * @param seconds from the begin of the measured part to the last receipt or confirm
 * @param backlogGrowthSeconds by how much later messages arrived towards the end than before; the
 *     rate is sustainable where this is about nothing
 * @param publisherCpuShare the part of the time, 0 to 1, for which the busiest publisher's thread
 *     had a processor; near 1 the generator is the limit
 * @param unsent messages that were due but never sent, because the transport was too slow
 * @param recoveryNanos from the incident to the first receipt of a message meant to be sent after
 *     it; negative where there was none
 * @param usage what it took
 * @param fault why sending failed, or null
 * @param isStopped whether the observer ended it early
 */
public record Outcome(
    Counts counts,
    WarmUp warmUp,
    AbstractHistogram endToEnd,
    AbstractHistogram confirm,
    AbstractHistogram generatorLate,
    double seconds,
    double backlogGrowthSeconds,
    double publisherCpuShare,
    long unsent,
    long recoveryNanos,
    Consumption usage,
    @Nullable String fault,
    boolean isStopped) {

  private static final double BUSY = 0.85;

  /** Messages sent in the measured part. */
  public long messages() {
    return generatorLate.getTotalCount();
  }

  /** Messages of the measured part that each subscriber received a second. */
  public double ratePerSecond(int subscribers) {
    return endToEnd.getTotalCount() / (double) subscribers / seconds;
  }

  /** Whether it was the sending thread that could not do more. */
  public boolean isGeneratorTheLimit() {
    return publisherCpuShare > BUSY;
  }
}
