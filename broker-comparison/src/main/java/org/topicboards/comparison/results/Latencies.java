package org.topicboards.comparison.results;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds: as text, and put together. */
public final class Latencies {

  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double NANOS_PER_MILLI = 1e6;

  private Latencies() {}

  /** An empty histogram for several threads, without an upper bound: it throws no sample away. */
  public static ConcurrentHistogram empty() {
    return new ConcurrentHistogram(SIGNIFICANT_DIGITS);
  }

  /** The text of a histogram. */
  public static String encoded(AbstractHistogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * All the samples of several histograms.
   *
   * @throws IllegalArgumentException if a text is none of a histogram
   */
  public static Histogram sum(Collection<String> encoded) {
    Histogram sum = new Histogram(SIGNIFICANT_DIGITS);
    for (String text : encoded) {
      try {
        sum.add(
            Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0));
      } catch (DataFormatException e) {
        throw new IllegalArgumentException("a histogram cannot be read: " + e.getMessage(), e);
      }
    }
    return sum;
  }

  /** The latency, in milliseconds, that this part of the samples (0 to 100) did not exceed. */
  public static double millisAt(AbstractHistogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  /** The longest latency, in milliseconds. */
  public static double maxMillis(AbstractHistogram histogram) {
    return histogram.getMaxValue() / NANOS_PER_MILLI;
  }
}
