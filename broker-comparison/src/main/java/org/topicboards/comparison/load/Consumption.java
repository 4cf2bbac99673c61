package org.topicboards.comparison.load;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.machine.Usage;

/**
 * What the measured part of a load took, where that can be told.
 *
 * @param clientBefore this process at its begin
 * @param clientAfter this process at its end
 * @param brokerBefore the broker's process at its begin
 * @param brokerAfter the broker's process at its end
 */
public record Consumption(
    Usage clientBefore,
    Usage clientAfter,
    @Nullable Usage brokerBefore,
    @Nullable Usage brokerAfter) {

  private static final double NANOS_PER_MICRO = 1_000;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  /** Processor time of this process, in microseconds. */
  public OptionalDouble clientCpuMicros() {
    return difference(clientBefore, clientAfter, Usage::cpuNanos, NANOS_PER_MICRO);
  }

  /** Processor time of the broker's process, in microseconds. */
  public OptionalDouble brokerCpuMicros() {
    return difference(brokerBefore, brokerAfter, Usage::cpuNanos, NANOS_PER_MICRO);
  }

  /** Memory of this process at the end, in MiB. */
  public OptionalDouble clientMemoryMebibytes() {
    return memory(clientAfter);
  }

  /** Memory of the broker's process at the end, in MiB. */
  public OptionalDouble brokerMemoryMebibytes() {
    return memory(brokerAfter);
  }

  /** What this process wrote, its connections being by far the most of it. */
  public OptionalDouble bytesWritten() {
    return difference(clientBefore, clientAfter, Usage::bytesWritten, 1);
  }

  /** What this process read, its connections being by far the most of it. */
  public OptionalDouble bytesRead() {
    return difference(clientBefore, clientAfter, Usage::bytesRead, 1);
  }

  private static OptionalDouble memory(@Nullable Usage usage) {
    return usage == null || usage.residentBytes().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(usage.residentBytes().getAsLong() / BYTES_PER_MEBIBYTE);
  }

  private static OptionalDouble difference(
      @Nullable Usage before,
      @Nullable Usage after,
      Function<Usage, OptionalLong> part,
      double unit) {
    if (before == null || after == null) {
      return OptionalDouble.empty();
    }
    OptionalLong start = part.apply(before);
    OptionalLong end = part.apply(after);
    return start.isEmpty() || end.isEmpty() || end.getAsLong() < start.getAsLong()
        ? OptionalDouble.empty() // unknown, or of another process
        : OptionalDouble.of((end.getAsLong() - start.getAsLong()) / unit);
  }
}
