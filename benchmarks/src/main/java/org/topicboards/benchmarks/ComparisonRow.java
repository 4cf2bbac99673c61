package org.topicboards.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.topicboards.comparison.load.LoadSession;
import org.topicboards.comparison.load.Observer;
import org.topicboards.comparison.load.Outcome;
import org.topicboards.comparison.transport.Contender;
import org.topicboards.comparison.transport.Transport;

/** The row "adapter off" of {@code compare}: its sender alone, and the whole of it. */
final class ComparisonRow {

  /** The header in which {@code compare} says when a message was meant to be sent. */
  static final String STAMP_HEADER = "stamp";

  static final Duration WARM_UP = Duration.ofSeconds(4);
  static final Duration MEASURED = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ComparisonRow() {}

  /** Publishes what {@code load} says, with nobody there to consume it. */
  static Speed measurePublishing(RowBoard board, Load load)
      throws IOException, InterruptedException {
    try (Transport.Sender sender = board.transport().sender(BarePublisher.SOURCE)) {
      sendAll(sender, new byte[load.warmUpBodyBytes()], load.warmUpMessages());
      board.empty();
      byte[] body = new byte[load.bodyBytes()];
      Stopwatch stopwatch = new Stopwatch();
      sendAll(sender, body, load.messages());
      return stopwatch.speed(load.messages());
    }
  }

  /** Publishes to one subscriber as {@code compare} does before it searches for a rate. */
  static Speed measureThrough(String server, Load load) throws IOException {
    org.topicboards.comparison.load.Load unpaced =
        new org.topicboards.comparison.load.Load(
            load.bodyBytes(),
            org.topicboards.comparison.load.Load.AS_FAST_AS_POSSIBLE,
            1,
            1,
            1,
            WARM_UP,
            MEASURED,
            PATIENCE);
    Contender bareClient = RowBoard.bareClient(server);
    try (LoadSession session = LoadSession.open(bareClient, unpaced, new Unwatched())) {
      Outcome outcome = session.measure(unpaced);
      if (outcome.fault() != null || outcome.counts().lost() > 0) {
        throw new IOException("lost " + outcome.counts().lost() + ", fault " + outcome.fault());
      }
      double cpuMicros = outcome.usage().clientCpuMicros().orElse(Double.NaN);
      return new Speed(outcome.ratePerSecond(1), cpuMicros / outcome.messages());
    }
  }

  /** As long as a stamp of {@code compare} is most of the time. */
  static String stamp(int sequence) {
    return "1:0:%06d:%015d".formatted(sequence % 1_000_000, System.nanoTime());
  }

  private static void sendAll(Transport.Sender sender, byte[] body, int messages)
      throws IOException, InterruptedException {
    CountDownLatch unsettled = new CountDownLatch(messages);
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    Transport.Settlement settlement =
        failure -> {
          if (failure != null) {
            fault.set(failure);
          }
          unsettled.countDown();
        };
    for (int i = 0; i < messages; i++) {
      sender.send(RowBoard.BOARD, stamp(i), body, settlement);
    }
    boolean ended = unsettled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Throwable cause = fault.get();
    if (!ended || cause != null) {
      throw new IOException(unsettled.getCount() + " messages were not confirmed", cause);
    }
  }

  /** Lets a load run to its end. */
  private record Unwatched() implements Observer {
    @Override
    public boolean isStopped() {
      return false;
    }

    @Override
    public void progress(double ratePerSecond, long waiting) {
      // nobody looks on
    }
  }
}
