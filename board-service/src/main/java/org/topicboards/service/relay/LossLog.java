package org.topicboards.service.relay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.units.Counted;

/**
 * Says what a source that keeps no messages has lost, at most one line every ten seconds for each
 * relay. Not thread-safe.
 */
final class LossLog {

  private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Said> saidByRelay = new HashMap<>();

  /** Looks whether a relay has lost more than was said. */
  void look(Relay relay) {
    long lost = relay.lost();
    long nowNanos = System.nanoTime();
    String name = relay.rule().name();
    Said said = saidByRelay.get(name);
    long known = said == null ? 0 : said.lost();
    boolean isTime = said == null || nowNanos - said.nanos() >= INTERVAL_NANOS;
    if (lost > known && isTime) {
      LOG.warn(
          "relay {}: {} sent on {} and not heard, {} in all",
          name,
          Counted.of(lost - known, "message", "was", "were"),
          relay.rule().from(),
          lost);
      saidByRelay.put(name, new Said(lost, nowNanos));
    }
  }

  private record Said(long lost, long nanos) {}
}
