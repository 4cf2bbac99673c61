package org.topicboards.service.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The books of all relays, and the audits that look into them. Thread-safe. */
final class Books implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  /** Every broker has delivered again by then what a crash left unacknowledged. */
  private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(15);

  private static final long CHECKPOINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Ledger ledger;
  private final Duration grace;
  private final Map<String, Audit> audits = new ConcurrentHashMap<>();
  private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();

  /**
   * Opens them.
   *
   * @param grace how long both sides may differ
   * @throws LedgerException if they cannot be opened
   */
  Books(Path file, Duration grace) {
    this.ledger = Ledger.open(file);
    this.grace = grace;
  }

  /** Ends them for good, where there are any. */
  static void discard(Path file) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  Ledger ledger() {
    return ledger;
  }

  /**
   * Has a relay's sides compared from now on.
   *
   * @param isInReach whether both sides are
   * @param caughtUpMillis up to when everything posted on the target has been seen, by the clock
   */
  Audit audit(String relay, BooleanSupplier isInReach, LongSupplier caughtUpMillis) {
    Audit audit = new Audit(relay, ledger, isInReach, caughtUpMillis, grace);
    audits.put(relay, audit);
    return audit;
  }

  /** What the books say of a relay. */
  RelayReport.Verification report(String relay) {
    return Objects.requireNonNull(audits.get(relay)).report();
  }

  /** Compares, and forgets what is old. To be called about once a second, on one thread. */
  void tend() {
    try {
      audits.values().forEach(Audit::compare);
      forget(System.nanoTime());
    } catch (LedgerException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  @Override
  public void close() {
    ledger.close();
  }

  private void forget(long nowNanos) {
    Checkpoint latest = checkpoints.peekLast();
    if (latest == null || nowNanos - latest.nanos() >= CHECKPOINT_NANOS) {
      checkpoints.add(new Checkpoint(nowNanos, ledger.lastNumber()));
    }
    Checkpoint oldest = checkpoints.element();
    if (nowNanos - oldest.nanos() >= REMEMBERED_NANOS && !ledger.forget(oldest.number())) {
      checkpoints.remove();
    }
  }

  /** The message that was booked last at that time. */
  private record Checkpoint(long nanos, long number) {}
}
