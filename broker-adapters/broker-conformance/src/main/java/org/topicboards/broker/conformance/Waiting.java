package org.topicboards.broker.conformance;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** How the kit waits: patient with a slow machine, quick where things work. */
final class Waiting {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(5);

  private Waiting() {}

  /** Waits until the assertion holds. */
  static void until(ThrowingRunnable assertion) {
    untilWithin(PATIENCE, assertion);
  }

  /** Waits until the assertion holds, for an outage longer than usual. */
  static void untilWithin(Duration patience, ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .untilAsserted(assertion);
  }

  /** Watches that the assertion holds all along for a while: for what must not happen. */
  static void throughout(Duration duration, ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(duration.plus(PATIENCE))
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .during(duration)
        .untilAsserted(assertion);
  }
}
