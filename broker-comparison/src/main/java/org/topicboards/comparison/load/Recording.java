package org.topicboards.comparison.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.results.Latencies;
import org.topicboards.comparison.results.WarmUp;
import org.topicboards.comparison.transport.Transport;

/** Everything that is noted of the messages of one load. Thread-safe. */
final class Recording {

  private static final double NANOS_PER_MILLI = 1e6;

  private final int phase;
  private final Tally tally;
  private final ConcurrentHistogram warmUp = Latencies.empty();
  private final ConcurrentHistogram endToEnd = Latencies.empty();
  private final ConcurrentHistogram confirm = Latencies.empty();
  private final ConcurrentHistogram generatorLate = Latencies.empty();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final AtomicLong lastEventNanos = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong recoveredNanos = new AtomicLong(Long.MIN_VALUE);

  /** When the measured part begins; what was meant to be sent before is warm-up. */
  private volatile long measuredFromNanos = Long.MAX_VALUE;

  private volatile long incidentNanos = Long.MAX_VALUE;

  Recording(int phase, Tally tally) {
    this.phase = phase;
    this.tally = tally;
  }

  /** Which load of its session this is. */
  int phase() {
    return phase;
  }

  Tally tally() {
    return tally;
  }

  void measureFrom(long nanos) {
    measuredFromNanos = nanos;
  }

  void incidentAt(long nanos) {
    incidentNanos = nanos;
  }

  /** Notes that a subscriber received a message. */
  void received(int subscriber, Stamp stamp, long nowNanos) {
    if (!tally.received(subscriber, stamp.stream(), stamp.sequence())) {
      return;
    }
    lastEventNanos.accumulateAndGet(nowNanos, Math::max);
    long latency = Math.max(0, nowNanos - stamp.intendedNanos());
    (isMeasured(stamp) ? endToEnd : warmUp).recordValue(latency);
    if (stamp.intendedNanos() > incidentNanos) {
      recoveredNanos.compareAndSet(Long.MIN_VALUE, nowNanos);
    }
  }

  /** What the transport tells of a message that was sent. */
  Transport.Settlement settlement(Stamp stamp) {
    return failure -> {
      if (failure != null) {
        tally.failed();
        fault.compareAndSet(null, failure);
        return;
      }
      long now = System.nanoTime();
      tally.confirmed(stamp.stream(), stamp.sequence());
      if (isMeasured(stamp)) {
        confirm.recordValue(Math.max(0, now - stamp.intendedNanos()));
        lastEventNanos.accumulateAndGet(now, Math::max);
      }
    };
  }

  /** Notes that a message is being sent now. */
  void sending(Stamp stamp) {
    tally.sent();
    if (isMeasured(stamp)) {
      generatorLate.recordValue(Math.max(0, System.nanoTime() - stamp.intendedNanos()));
    }
  }

  private boolean isMeasured(Stamp stamp) {
    return stamp.intendedNanos() >= measuredFromNanos;
  }

  /** Notes that the run cannot go on. */
  void fail(Throwable failure) {
    fault.compareAndSet(null, failure);
  }

  boolean hasFailed() {
    return fault.get() != null;
  }

  /** Why sending failed, on one line, or null. */
  @Nullable String fault() {
    Throwable failure = fault.get();
    return failure == null
        ? null
        : String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /** The last receipt or confirm, or the begin of the measured part if there was none after it. */
  long lastEventNanos() {
    return Math.max(lastEventNanos.get(), measuredFromNanos);
  }

  /** From the incident to the first receipt of a later message; negative where there was none. */
  long recoveryNanos() {
    return recoveredNanos.get() == Long.MIN_VALUE ? -1 : recoveredNanos.get() - incidentNanos;
  }

  WarmUp warmUp(long millis) {
    return new WarmUp(
        warmUp.getTotalCount(),
        millis,
        warmUp.getTotalCount() == 0 ? Double.NaN : Latencies.millisAt(warmUp, 50),
        warmUp.getTotalCount() == 0 ? Double.NaN : warmUp.getMaxValue() / NANOS_PER_MILLI);
  }

  ConcurrentHistogram endToEnd() {
    return endToEnd;
  }

  ConcurrentHistogram confirm() {
    return confirm;
  }

  ConcurrentHistogram generatorLate() {
    return generatorLate;
  }
}
