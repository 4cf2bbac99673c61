package org.topicboards.service.archive;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;
import org.topicboards.requests.HeardMessages;

/**
 * Where in their publishers' sequences the last messages were that an archive has heard, and what
 * it has not heard, on a transport that counts what it loses. With that a subscriber who says what
 * it has lost is sent that alone. What is forgotten here is sent to it in any case. Thread-safe.
 */
public final class HeardPlaces {

  /** Some seconds of a busy group; about 30 MB. */
  private static final int MOST_MESSAGES = 100_000;

  /** About 9 MB. */
  private static final int MOST_LOSSES = 100_000;

  private final Map<MessageIdentity, PublisherPlace> places =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageIdentity, PublisherPlace> eldest) {
          return size() > MOST_MESSAGES;
        }
      };

  /** By publisher the stretches that are missing: the first number to the last. */
  private final Map<String, NavigableMap<Long, Long>> losses = new LinkedHashMap<>();

  private int lossCount;

  /** Nothing was heard. */
  public HeardPlaces() {}

  /** Takes note of a message; does nothing on a transport that does not count. */
  void heard(Delivery delivery) {
    delivery
        .place()
        .ifPresent(place -> keep(MessageIdentity.of(delivery.board(), delivery.message()), place));
  }

  private synchronized void keep(MessageIdentity identity, PublisherPlace place) {
    places.put(identity, place);
  }

  /** Takes note of messages that did not arrive. */
  synchronized void lost(LostMessages lost) {
    NavigableMap<Long, Long> ofPublisher =
        losses.computeIfAbsent(lost.publisher(), unused -> new TreeMap<>());
    if (ofPublisher.put(lost.from(), lost.to()) == null && ++lossCount > MOST_LOSSES) {
      forgetOldestLoss();
    }
  }

  private void forgetOldestLoss() {
    Iterator<NavigableMap<Long, Long>> publishers = losses.values().iterator();
    NavigableMap<Long, Long> oldest = publishers.next();
    oldest.pollFirstEntry();
    lossCount--;
    if (oldest.isEmpty()) {
      publishers.remove();
    }
  }

  /** Where a message was, nothing if it was not heard or that is forgotten. */
  public synchronized Optional<PublisherPlace> place(BoardName board, Message message) {
    return Optional.ofNullable(places.get(MessageIdentity.of(board, message)));
  }

  /**
   * How many of the messages that somebody else has lost were not heard here either, whatever
   * boards they were for.
   */
  public synchronized long unheard(HeardMessages heard) {
    NavigableMap<Long, Long> here = losses.get(heard.publisher());
    if (here == null) {
      return 0;
    }
    long unheard = 0;
    for (HeardMessages.Stretch lost : heard.lost()) {
      Long before = here.floorKey(lost.from());
      long first = before == null ? lost.from() : before;
      for (Map.Entry<Long, Long> missing : here.subMap(first, true, lost.to(), true).entrySet()) {
        unheard += common(lost.from(), lost.to(), missing.getKey(), missing.getValue());
      }
    }
    return unheard;
  }

  private static long common(long from, long to, long otherFrom, long otherTo) {
    return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom) + 1);
  }
}
