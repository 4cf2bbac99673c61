package org.topicboards.benchmarks;

import java.time.Duration;
import org.topicboards.benchmarks.Comparison.Figure;
import org.topicboards.benchmarks.Comparison.Side;

/** A board service that archives what waits on the broker, beside a consumer that only acks it. */
final class DrainComparison {

  private static final int BODY_BYTES = 100;

  /** Before it starts the clock, either side has done this share of the messages. */
  private static final int WARM_UP_DIVISOR = 10;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private DrainComparison() {}

  static Comparison of(TestedBroker broker, Settings settings) {
    int warmUp = settings.drainMessages() / WARM_UP_DIVISOR;
    Load load = new Load(warmUp, settings.drainMessages() - warmUp, BODY_BYTES);
    return new Comparison(
        "drain into the archive, board service with "
            + ServiceProcess.HEAP
            + ", "
            + broker
            + ": "
            + load,
        "messages/s",
        "measured only",
        new Side("board service", () -> drain(load, broker)),
        new Side(
            "bare consumer",
            () -> Figure.of(ChildJvm.measure(MeasuredRun.DRAIN_BARE, load, broker.uri()))));
  }

  private static Figure drain(Load load, TestedBroker broker) throws Exception {
    try (BenchmarkQueue queue = BenchmarkQueue.declareArchive(broker.uri());
        ScratchFolder folder = ScratchFolder.create()) {
      queue.fill(load);
      try (ServiceProcess service = ServiceProcess.start(queue.adapterUri(), folder.path())) {
        PolledCount archived =
            new PolledCount("messages archived", service::archived, POLL_INTERVAL, TIMEOUT);
        long before = archived.await(load.warmUpMessages());
        long startNanos = System.nanoTime();
        long after = archived.await(load.total());
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Figure(
            (after - before) / seconds,
            "heap after collections at most " + service.largestHeapMegabytes() + " MB");
      }
    }
  }
}
