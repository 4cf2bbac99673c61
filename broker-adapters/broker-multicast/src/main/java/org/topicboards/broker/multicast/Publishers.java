package org.topicboards.broker.multicast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.Reception;
import org.topicboards.broker.multicast.Counters.Kind;

/**
 * The publishers that a subscription follows, and the account of all. Bounded: the publisher that
 * has been silent for longest makes place for a new one, and the oldest incomplete message for
 * another. One thread calls this; {@link #reception} any.
 */
final class Publishers {

  /** How many are followed at a time. */
  static final int MOST = 256;

  /** How much memory all incomplete messages may take together: some of the largest. */
  static final long MOST_HELD_BYTES = 64L << 20;

  private static final long INCOMPLETE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Map<Long, PublisherSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** What belongs to no publisher, or to one that is no longer followed. */
  private final Counters others = new Counters();

  private Reception.Counts forgotten = Reception.Counts.NONE;
  private long currentId;
  private @Nullable PublisherSession current;
  private final Consumer<LostMessages> losses;

  /** Takes note of publishers; {@code losses} is told what did not arrive, and must not block. */
  Publishers(Consumer<LostMessages> losses) {
    this.losses = losses;
  }

  /** Counts what cannot be put down to a publisher. */
  void count(Kind kind) {
    others.add(kind, 1);
  }

  /** The publisher of this session, from now on the one heard last. */
  PublisherSession session(long id) {
    PublisherSession last = current;
    if (last != null && currentId == id) {
      return last;
    }
    PublisherSession session = find(id);
    currentId = id;
    current = session;
    return session;
  }

  private synchronized PublisherSession find(long id) {
    PublisherSession known = sessions.get(id);
    if (known != null) {
      return known;
    }
    if (sessions.size() >= MOST) {
      forget(sessions.entrySet().iterator().next());
    }
    PublisherSession session = new PublisherSession(String.format("%016x", id), losses);
    sessions.put(id, session);
    return session;
  }

  private void forget(Map.Entry<Long, PublisherSession> eldest) {
    eldest.getValue().giveUp();
    forgotten = forgotten.plus(eldest.getValue().counts());
    sessions.remove(eldest.getKey());
  }

  /** Gives up the oldest incomplete messages until the others fit into the bound. */
  synchronized void keepWithinBounds() {
    long heldBytes = sessions.values().stream().mapToLong(PublisherSession::heldBytes).sum();
    if (heldBytes <= MOST_HELD_BYTES) {
      return;
    }
    List<PublisherSession> oldestFirst = new ArrayList<>(sessions.values());
    oldestFirst.removeIf(session -> session.heldBytes() == 0);
    oldestFirst.sort(Comparator.comparingLong(PublisherSession::touchedNanos));
    for (PublisherSession session : oldestFirst) {
      if (heldBytes <= MOST_HELD_BYTES) {
        return;
      }
      heldBytes -= session.heldBytes();
      session.giveUp();
    }
  }

  /** Gives up incomplete messages whose publisher has fallen silent. */
  synchronized void giveUpOld(long nowNanos) {
    sessions.values().forEach(session -> session.giveUpIfOlder(INCOMPLETE_NANOS, nowNanos));
  }

  /** What was counted so far. */
  synchronized Reception reception() {
    Reception.Counts total = forgotten.plus(others.snapshot());
    Map<String, Reception.Counts> each = new LinkedHashMap<>();
    for (PublisherSession session : sessions.values()) {
      Reception.Counts counts = session.counts();
      total = total.plus(counts);
      each.put(session.name(), counts);
    }
    return new Reception(total, each);
  }
}
