package org.topicboards.service.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerException;

/**
 * Compares both sides of a relay from time to time. A message that is on one side only is a
 * difference when both sides have been in reach for the whole of the grace, and everything has been
 * seen on the target that was posted until the grace after it. Thread-safe.
 */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final String relay;
  private final Ledger ledger;
  private final BooleanSupplier isInReach;
  private final LongSupplier caughtUpMillis;
  private final long graceMillis;
  private boolean wasInReach;
  private long inReachSinceMillis;
  private boolean isSettled;
  private Map<String, Long> differences = Map.of();
  private List<String> examples = List.of();

  /**
   * An audit of the relay of this name.
   *
   * @param isInReach whether both sides are
   * @param caughtUpMillis up to when everything posted on the target has been seen, by the clock
   */
  Audit(
      String relay,
      Ledger ledger,
      BooleanSupplier isInReach,
      LongSupplier caughtUpMillis,
      Duration grace) {
    this.relay = relay;
    this.ledger = ledger;
    this.isInReach = isInReach;
    this.caughtUpMillis = caughtUpMillis;
    this.graceMillis = grace.toMillis();
  }

  /** Compares, if it is time to. Blocks on the target and on the disk. */
  void compare() {
    long caughtUp = caughtUpMillis();
    if (!settles(isInReach.getAsBoolean() && caughtUp > 0, caughtUp)) {
      return;
    }
    long seenBeforeMillis = caughtUp - graceMillis;
    Map<String, Long> found = ledger.differing(relay, seenBeforeMillis);
    note(found, found.isEmpty() ? List.of() : ledger.differences(relay, seenBeforeMillis));
  }

  /** How many messages are not the same on both sides; as of the last comparison that could be. */
  synchronized long differences() {
    return differences.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What the books say. Blocks on the disk. */
  RelayReport.Verification report() {
    Map<String, Tally> tallies = ledger.tallies(relay);
    long open =
        ledger.differing(relay, Long.MAX_VALUE).values().stream().mapToLong(Long::longValue).sum();
    synchronized (this) {
      List<RelayReport.BoardSums> boards =
          tallies.entrySet().stream()
              .map(
                  each ->
                      each.getValue()
                          .report(each.getKey(), differences.getOrDefault(each.getKey(), 0L)))
              .toList();
      return new RelayReport.Verification(
          isSettled, differences(), Math.max(0, open - differences()), examples, boards);
    }
  }

  private long caughtUpMillis() {
    try {
      return caughtUpMillis.getAsLong();
    } catch (BrokerException e) {
      return 0;
    }
  }

  private synchronized boolean settles(boolean inReachNow, long caughtUp) {
    long nowMillis = System.currentTimeMillis();
    if (inReachNow && !wasInReach) {
      inReachSinceMillis = nowMillis;
    }
    wasInReach = inReachNow;
    isSettled = inReachNow && caughtUp - inReachSinceMillis >= graceMillis;
    return isSettled;
  }

  private synchronized void note(Map<String, Long> found, List<String> first) {
    if (!found.equals(differences)) {
      if (found.isEmpty()) {
        LOG.info("relay {}: both sides are the same again", relay);
      } else {
        LOG.warn("relay {}: differences by board {}, such as: {}", relay, found, first);
      }
    }
    differences = found;
    examples = first;
  }
}
