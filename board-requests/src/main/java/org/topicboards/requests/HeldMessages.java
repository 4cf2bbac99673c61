package org.topicboards.requests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.requests.HeardMessages.Stretch;

/**
 * Messages that wait in the order of each publisher, and the holes between them that losses have
 * left. Not thread-safe.
 */
final class HeldMessages {

  /** By publisher; who is not in it waits for nothing. */
  private final Map<String, Deque<Held>> publishers = new LinkedHashMap<>();

  /**
   * A message, or in its place the hole that a loss has left.
   *
   * @param first its number, or that of the first one lost
   * @param last the same, or that of the last one lost
   * @param round the repair that was begun last when it came
   */
  private record Held(@Nullable Delivery delivery, long first, long last, long round) {
    boolean isHole() {
      return delivery == null;
    }
  }

  /** Whether what this publisher sends next must wait. */
  boolean hasOf(String publisher) {
    return publishers.containsKey(publisher);
  }

  void add(Delivery delivery, PublisherPlace place, long round) {
    queue(place.publisher()).add(new Held(delivery, place.number(), place.number(), round));
  }

  void addHoles(String publisher, List<Stretch> lost, long round) {
    for (Stretch stretch : lost) {
      queue(publisher).add(new Held(null, stretch.from(), stretch.to(), round));
    }
  }

  boolean hasHole() {
    return publishers.values().stream().flatMap(Deque::stream).anyMatch(Held::isHole);
  }

  /** Closes the holes that came before a round. */
  void closeHolesBefore(long round) {
    for (Deque<Held> queue : publishers.values()) {
      queue.removeIf(item -> item.isHole() && item.round() < round);
    }
  }

  void closeHoles() {
    closeHolesBefore(Long.MAX_VALUE);
  }

  /** Whether the next that a publisher's messages wait for is this one. If so, no more. */
  boolean fill(PublisherPlace place) {
    Deque<Held> queue = publishers.get(place.publisher());
    Held hole = queue == null ? null : queue.peek();
    if (queue == null || hole == null || !hole.isHole() || hole.first() != place.number()) {
      return false;
    }
    queue.remove();
    if (hole.last() > place.number()) {
      queue.addFirst(new Held(null, place.number() + 1, hole.last(), hole.round()));
    }
    return true;
  }

  /** The next of any publisher that is not behind a hole; null if there is none. */
  @Nullable Delivery take() {
    for (Iterator<Deque<Held>> queues = publishers.values().iterator(); queues.hasNext(); ) {
      Deque<Held> queue = queues.next();
      Held first = queue.peek();
      if (first == null) {
        queues.remove(); // all of it is passed on: this publisher may go on by itself
      } else if (first.delivery() != null) {
        queue.remove();
        return first.delivery();
      }
    }
    return null;
  }

  /** The next of a publisher before a place, whatever holes are before it. */
  @Nullable Delivery takeBefore(PublisherPlace place) {
    Deque<Held> queue = publishers.get(place.publisher());
    while (queue != null && !queue.isEmpty() && queue.element().last() < place.number()) {
      Held first = queue.remove();
      if (!first.isHole()) {
        return first.delivery();
      }
    }
    return null;
  }

  private Deque<Held> queue(String publisher) {
    return publishers.computeIfAbsent(publisher, unused -> new ArrayDeque<>());
  }
}
