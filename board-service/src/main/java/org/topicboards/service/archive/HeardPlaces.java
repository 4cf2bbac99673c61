package org.topicboards.service.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  private static final int MOST_LOSSES = 10_000;

  private final Map<MessageIdentity, PublisherPlace> places = bounded(MOST_MESSAGES);
  private final Map<LostMessages, Boolean> losses = bounded(MOST_LOSSES);

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
    losses.put(lost, true);
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
    long unheard = 0;
    for (HeardMessages.Stretch lost : heard.lost()) {
      for (LostMessages here : losses.keySet()) {
        if (here.publisher().equals(heard.publisher())) {
          unheard += common(lost.from(), lost.to(), here.from(), here.to());
        }
      }
    }
    return unheard;
  }

  private static long common(long from, long to, long otherFrom, long otherTo) {
    return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom) + 1);
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
