package org.topicboards.comparison.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for the parts of a run, and tells the observer how it goes meanwhile. It looks every
 * {@value #SAMPLE_MILLIS} ms rather than being told: the threads under measurement have nobody to
 * wake, and the backlog is a series of samples.
 */
final class Watch {

  private static final long SAMPLE_MILLIS = 10;
  private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Tally tally;
  private final Load load;
  private final Observer observer;
  private long toldNanos = System.nanoTime();
  private long toldReceived;

  Watch(Tally tally, Load load, Observer observer) {
    this.tally = tally;
    this.load = load;
    this.observer = observer;
    this.toldReceived = tally.receivedSoFar();
  }

  /** Waits until then. */
  void until(long nanos, BooleanSupplier mustStop) {
    while (System.nanoTime() < nanos && !mustStop.getAsBoolean()) {
      tick();
    }
  }

  /** Waits until then, noting the backlog. */
  void sampling(Backlog backlog, long startNanos, long endNanos, BooleanSupplier mustStop) {
    Schedule schedule = new Schedule(startNanos, load.ratePerSecond());
    while (System.nanoTime() < endNanos && !mustStop.getAsBoolean()) {
      tick();
      double received = tally.receivedSoFar() / (double) Math.max(1, load.subscribers());
      backlog.sample(schedule.due(System.nanoTime()) - received);
    }
  }

  /** Waits for the end of a thread, which is sure to come. */
  void untilEnded(Thread thread) {
    while (thread.isAlive() && !Thread.currentThread().isInterrupted()) {
      tick();
    }
  }

  /** Waits until nothing more is to be expected, or nothing has come for so long. */
  void untilQuiet(Duration patience, BooleanSupplier mustStop) {
    long last = events();
    long quietFromNanos = System.nanoTime();
    while (!tally.isComplete()
        && System.nanoTime() - quietFromNanos < patience.toNanos()
        && !mustStop.getAsBoolean()) {
      tick();
      if (events() != last) {
        last = events();
        quietFromNanos = System.nanoTime();
      }
    }
  }

  /** Waits until everything is confirmed or failed, or nothing has been for so long. */
  void untilSettled(Duration patience, BooleanSupplier mustStop) {
    long last = tally.settledSoFar();
    long quietFromNanos = System.nanoTime();
    while (last < tally.sentSoFar()
        && System.nanoTime() - quietFromNanos < patience.toNanos()
        && !mustStop.getAsBoolean()) {
      tick();
      if (tally.settledSoFar() != last) {
        last = tally.settledSoFar();
        quietFromNanos = System.nanoTime();
      }
    }
  }

  private long events() {
    return tally.receivedSoFar() + tally.settledSoFar();
  }

  private void tick() {
    try {
      Thread.sleep(SAMPLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    long now = System.nanoTime();
    if (now - toldNanos >= TELL_NANOS) {
      long received = tally.receivedSoFar();
      int subscribers = Math.max(1, load.subscribers());
      observer.progress(
          (received - toldReceived) / (double) subscribers / ((now - toldNanos) / 1e9),
          tally.sentSoFar() * load.subscribers() - received);
      toldNanos = now;
      toldReceived = received;
    }
  }
}
