package org.topicboards.service.archive;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.topicboards.message.MessageIdentity;

/**
 * Logs conflicts, at most one line every ten seconds: a publisher that repeats its ids would fill
 * the disk with log lines otherwise. Not thread-safe.
 */
final class ConflictLog {

  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final Logger log;
  private final LongSupplier nanoTime;
  private long notLogged;
  private boolean anyLogged;
  private long lastLoggedNanos;

  ConflictLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void add(List<MessageIdentity> conflicts) {
    if (conflicts.isEmpty()) {
      return;
    }
    notLogged += conflicts.size();
    long now = nanoTime.getAsLong();
    if (anyLogged && now - lastLoggedNanos < INTERVAL_NANOS) {
      return;
    }
    MessageIdentity example = conflicts.get(0);
    log.warn(
        "{} message(s) came with the identity of an archived message but another body; the first"
            + " stands. One of them: board {}, source {}, id {}",
        notLogged,
        example.board(),
        example.source(),
        example.id());
    notLogged = 0;
    anyLogged = true;
    lastLoggedNanos = now;
  }
}
