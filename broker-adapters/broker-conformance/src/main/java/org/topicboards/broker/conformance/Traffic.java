package org.topicboards.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;

/**
 * A publisher that posts numbered messages to a few boards, steadily, until it is told to stop. It
 * counts what was in flight whenever it was asked.
 */
final class Traffic {

  private static final int BOARDS = 3;
  private static final long PAUSE_NANOS = 300_000;
  private static final String SOURCE = "traffic";

  private final Publisher publisher;
  private final AtomicInteger posted = new AtomicInteger();
  private final AtomicInteger settled = new AtomicInteger();
  private final List<CompletionStage<PublishReceipt>> stages = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "traffic");
  private volatile boolean stopping;

  private Traffic(Publisher publisher) {
    this.publisher = publisher;
  }

  /** Begins. */
  static Traffic start(Publisher publisher) {
    Traffic traffic = new Traffic(publisher);
    traffic.thread.start();
    return traffic;
  }

  private void run() {
    for (int i = 0; !stopping; i++) {
      CompletionStage<PublishReceipt> stage =
          publisher.publish(board(i % BOARDS), Numbered.message(SOURCE, i / BOARDS));
      posted.incrementAndGet();
      CompletionStage<PublishReceipt> counted =
          stage.whenComplete((receipt, failure) -> settled.incrementAndGet());
      stages.add(counted);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** How many messages were posted and not settled at this moment. */
  int inFlight() {
    return posted.get() - settled.get();
  }

  /** How many messages were posted so far. */
  int posted() {
    return posted.get();
  }

  /** Waits until so many more messages were settled: the traffic flows. */
  void awaitFlow(int messages) {
    int target = settled.get() + messages;
    Waiting.untilWithin(
        Waiting.PATIENCE.multipliedBy(3),
        () -> assertThat(settled.get()).as("settled so far").isGreaterThanOrEqualTo(target));
  }

  /** Ends; every message must have been confirmed. Gives what was posted of each row. */
  Map<Numbered.Row, Integer> stop() {
    stopping = true;
    Waiting.untilWithin(
        Waiting.PATIENCE.multipliedBy(3), () -> assertThat(thread.isAlive()).isFalse());
    stages.forEach(ConformancePart::settled);
    Map<Numbered.Row, Integer> counts = new HashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      counts.merge(new Numbered.Row(SOURCE, board(i % BOARDS)), 1, Integer::sum);
    }
    return counts;
  }

  private static BoardName board(int index) {
    return BoardName.of("traffic.lane-" + index);
  }
}
