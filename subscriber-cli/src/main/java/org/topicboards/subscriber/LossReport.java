package org.topicboards.subscriber;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.requests.RepairedSubscription;
import org.topicboards.units.Counted;

/**
 * Warns while messages are lost, at most once a second, and shows all counters at the end. Does
 * nothing where the transport guarantees delivery.
 */
final class LossReport implements AutoCloseable {

  private static final long PERIOD_SECONDS = 1;

  private final Subscription subscription;
  private final Consumer<String> warnings;
  private final Consumer<String> statistics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch = new Thread(this::watch, "loss report");
  private long reportedLosses;

  /**
   * A report on one subscription.
   *
   * @param warnings takes a line whenever something was lost
   * @param statistics takes the lines at the end
   */
  LossReport(Subscription subscription, Consumer<String> warnings, Consumer<String> statistics) {
    this.subscription = subscription;
    this.warnings = warnings;
    this.statistics = statistics;
  }

  void start() {
    if (subscription.reception().isPresent()) {
      watch.setDaemon(true);
      watch.start();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Optional<Reception> reception = subscription.reception();
    if (reception.isEmpty()) {
      statistics.accept("nothing to count: this transport loses no messages");
      return;
    }
    warnOfLosses(reception.get());
    if (subscription instanceof RepairedSubscription repairing) {
      tellOfRepairs(repairing.repairs());
    }
    statistics.accept(
        "all publishers: "
            + line(reception.get().total())
            + " (with requests and other system messages)");
    reception
        .get()
        .publishers()
        .forEach((name, counts) -> statistics.accept("publisher " + name + ": " + line(counts)));
  }

  private void watch() {
    try {
      while (!closed.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        subscription.reception().ifPresent(this::warnOfLosses);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void warnOfLosses(Reception reception) {
    long lost = reception.total().lost();
    if (lost > reportedLosses) {
      warnings.accept(
          "warning: "
              + Counted.of(lost - reportedLosses, "message", "was", "were")
              + " lost ("
              + lost
              + " so far, "
              + reception.total().received()
              + " received)");
      reportedLosses = lost;
    }
  }

  private void tellOfRepairs(RepairedSubscription.Repairs repairs) {
    if (repairs.repaired() > 0) {
      warnings.accept(
          Counted.of(repairs.repaired(), "lost message", "was", "were")
              + " put back from the archive");
    }
    if (repairs.unheard() > 0) {
      warnings.accept(
          Counted.of(repairs.unheard(), "message", "is", "are")
              + " lost: the board service has not heard "
              + (repairs.unheard() == 1 ? "it" : "them")
              + " either");
    }
    statistics.accept(
        "repairs: put back from the archive "
            + repairs.repaired()
            + ", lost for the board service too "
            + repairs.unheard()
            + ", lost without a board service "
            + repairs.unrepaired());
  }

  private static String line(Reception.Counts counts) {
    return "received "
        + counts.received()
        + ", lost "
        + counts.lost()
        + ", dropped-incomplete "
        + counts.droppedIncomplete()
        + ", duplicate "
        + counts.duplicate()
        + ", reordered "
        + counts.reordered()
        + ", corrupt "
        + counts.corrupt()
        + ", unauthenticated "
        + counts.unauthenticated()
        + ", ignored "
        + counts.ignored();
  }
}
