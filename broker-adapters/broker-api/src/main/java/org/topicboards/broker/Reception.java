package org.topicboards.broker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a subscription has received and missed since it began, on a transport that may lose
 * messages. A snapshot: immutable, and the total may already be larger when it is read.
 *
 * <p>A publisher here is one session of one publisher, which starts anew with every {@link
 * Broker#publisher}. What it sent before this subscription heard of it is not counted.
 *
 * @param total over all publishers, those that are no longer listed included
 * @param publishers each publisher that is followed at the moment, by the name of its session
 */
public record Reception(Counts total, Map<String, Counts> publishers) {

  /** Copies the map, in its order. */
  public Reception {
    publishers = Collections.unmodifiableMap(new LinkedHashMap<>(publishers));
  }

  /**
   * The counters. For one publisher {@code received + lost} is what it sent since this subscription
   * heard of it, to whatever board, once its last message is announced.
   *
   * @param received messages that arrived whole, whether this subscription asked for their boards
   *     or not
   * @param lost messages that were sent and that the handler will never see, for whatever reason
   * @param droppedIncomplete those among the lost of which some fragments arrived and others did
   *     not
   * @param duplicate datagrams that arrived again, and were dropped
   * @param reordered datagrams that arrived after a later one of their publisher, and were dropped;
   *     what was in them is lost
   * @param corrupt datagrams, and messages in them, that could not be understood, and were dropped
   * @param unauthenticated datagrams without the signature that the key demands, and dropped
   * @param ignored datagrams of other prefixes
   */
  public record Counts(
      long received,
      long lost,
      long droppedIncomplete,
      long duplicate,
      long reordered,
      long corrupt,
      long unauthenticated,
      long ignored) {

    /** Nothing of anything. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /** The same with another count of lost messages. */
    public Counts withLost(long newLost) {
      return new Counts(
          received,
          newLost,
          droppedIncomplete,
          duplicate,
          reordered,
          corrupt,
          unauthenticated,
          ignored);
    }

    /** The sum of both. */
    public Counts plus(Counts other) {
      return new Counts(
          received + other.received,
          lost + other.lost,
          droppedIncomplete + other.droppedIncomplete,
          duplicate + other.duplicate,
          reordered + other.reordered,
          corrupt + other.corrupt,
          unauthenticated + other.unauthenticated,
          ignored + other.ignored);
    }
  }
}
