package org.topicboards.requests;

import java.util.concurrent.TimeUnit;

/**
 * How long a service takes to answer, and so when a request or its answer counts as lost: computed
 * as TCP does its retransmission timeout (RFC 6298, sections 2 and 5), between other bounds.
 * Thread-safe.
 */
final class ResponseTime {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A thread may have to wait for a processor. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Longer than a service lets an asker wait for its archive. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MOST_DOUBLINGS = 5;

  private long smoothedNanos;
  private long variationNanos;
  private int silences;

  /** After how long without a sign of the service to ask again. */
  synchronized long timeoutNanos() {
    long expectedNanos =
        smoothedNanos == 0
            ? FIRST_NANOS
            : Math.max(LEAST_NANOS, smoothedNanos + 4 * variationNanos);
    return Math.min(MOST_NANOS, expectedNanos << Math.min(silences, MOST_DOUBLINGS));
  }

  /** An answer has begun, so long after its request. */
  synchronized void answered(long nanos) {
    silences = 0;
    if (smoothedNanos == 0) {
      smoothedNanos = Math.max(1, nanos);
      variationNanos = nanos / 2;
    } else {
      variationNanos += (Math.abs(smoothedNanos - nanos) - variationNanos) / 4;
      smoothedNanos = Math.max(1, smoothedNanos + (nanos - smoothedNanos) / 8);
    }
  }

  /** A request was not answered in time. */
  synchronized void silent() {
    silences++;
  }
}
