package org.topicboards.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * A count that is asked for again and again, because nothing tells when it has come so far.
 *
 * @param what is counted, for the error
 * @param interval between two looks, short beside what is measured
 * @param timeout the longest wait
 */
record PolledCount(String what, Source source, Duration interval, Duration timeout) {

  /** Returns as soon as the count has reached {@code goal}, with the exact count. */
  long await(long goal) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() - deadlineNanos < 0) {
      long count = source.count();
      if (count >= goal) {
        return count;
      }
      Thread.sleep(interval.toMillis());
    }
    throw new IOException("not " + goal + " " + what + " within " + timeout.toMinutes() + " min");
  }

  /** Where the count is had from. */
  interface Source {
    long count() throws IOException, InterruptedException;
  }
}
