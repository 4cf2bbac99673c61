package org.topicboards.requests;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.requests.HeardMessages.Stretch;

/**
 * The live side of a {@link RepairedSubscription}. What a publisher sent behind a loss is held
 * until the loss is repaired or given up; other publishers go on. What is held counts against the
 * prefetch of the live subscription, which bounds it. One thread of the transport calls it as a
 * handler, one other repairs.
 */
final class RepairedFeed implements MessageHandler {

  private static final PublisherPlace NOWHERE = new PublisherPlace("", 0);

  private final Exit exit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition holed = lock.newCondition();
  private final HeardNumbers heard = new HeardNumbers();

  /** By publisher; who is not in it is passed on at once. */
  private final Map<String, Deque<Held>> held = new LinkedHashMap<>();

  private boolean holdsEverybody = true;
  private boolean waitsForRepair = true;
  private long round;

  /** A feed that holds everything. */
  RepairedFeed(Exit exit) {
    this.exit = exit;
  }

  /** Where messages go, and what else a handler is told. */
  interface Exit {

    /** Hands a message over unless it was handed over before. May block. */
    void pass(Delivery delivery) throws InterruptedException;

    void interrupted(Instant since);

    void gap(Gap gap);
  }

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

  @Override
  public void handle(Delivery delivery) throws InterruptedException {
    PublisherPlace place = delivery.place().orElse(NOWHERE);
    if (!hold(delivery, place)) {
      exit.pass(delivery);
      note(place);
    }
  }

  @Override
  public void lost(LostMessages lost) {
    lock.lock();
    try {
      heard.lost(lost);
      // who was never heard has nothing that could wait yet, and is mostly one who asks or answers
      if (waitsForRepair && heard.isKnown(lost.publisher())) {
        addHoles(lost.publisher(), List.of(new Stretch(lost.from(), lost.to())));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interrupted(Instant since) {
    exit.interrupted(since);
  }

  @Override
  public void gap(Gap gap) {
    exit.gap(gap);
  }

  /** Waits until something is held behind a hole; false if the time has run out before. */
  boolean awaitHole(long timeoutNanos) throws InterruptedException {
    long leftNanos = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (!hasHole() && leftNanos > 0) {
        leftNanos = holed.awaitNanos(leftNanos);
      }
      return hasHole();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something waits for a repair. */
  boolean hasHole() {
    lock.lock();
    try {
      return held.values().stream().flatMap(Deque::stream).anyMatch(Held::isHole);
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing has come or was lost since the last repair. */
  boolean isIdle() {
    lock.lock();
    try {
      return heard.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** How many messages were lost and are not repaired. */
  long lost() {
    lock.lock();
    try {
      return heard.lost();
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #begin} had room to tell all that was lost. */
  boolean isAllTold() {
    lock.lock();
    try {
      return heard.isAllTold();
    } finally {
      lock.unlock();
    }
  }

  /** Begins a repair of all that was lost so far; returns what need not be sent. */
  List<HeardMessages> begin() {
    lock.lock();
    try {
      round++;
      return heard.mark();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Passes on what this publisher sent before a place. The archive has its messages in order, so a
   * hole before that place is filled, or never will be.
   */
  void passBefore(PublisherPlace place) throws InterruptedException {
    Delivery next = takeBefore(place);
    while (next != null) {
      exit.pass(next);
      next = takeBefore(place);
    }
  }

  /** Whether the next that a publisher's messages wait for is this one. If so, no more. */
  boolean fills(PublisherPlace place) {
    lock.lock();
    try {
      Deque<Held> queue = held.get(place.publisher());
      Held hole = queue == null ? null : queue.peek();
      if (queue == null || hole == null || !hole.isHole() || hole.first() != place.number()) {
        return false;
      }
      queue.remove();
      if (hole.last() > place.number()) {
        queue.addFirst(new Held(null, place.number() + 1, hole.last(), hole.round()));
      }
      heard.found(place);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** All that was lost before {@link #begin} was handed over, or never will be. */
  void repaired() {
    lock.lock();
    try {
      heard.repaired();
      waitsForRepair = true;
      for (Deque<Held> queue : held.values()) {
        queue.removeIf(item -> item.isHole() && item.round() < round);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Passes on everything that is not behind a hole. */
  void release() throws InterruptedException {
    lock.lock();
    try {
      holdsEverybody = false;
    } finally {
      lock.unlock();
    }
    for (Delivery next = take(); next != null; next = take()) {
      exit.pass(next);
    }
  }

  /** Passes on everything. From now on nothing waits for a repair, until one succeeds again. */
  void giveUp() throws InterruptedException {
    lock.lock();
    try {
      waitsForRepair = false;
      held.values().forEach(queue -> queue.removeIf(Held::isHole));
    } finally {
      lock.unlock();
    }
    release();
  }

  /** Begins to account anew; returns how many messages were lost so far. */
  long forgetLosses() {
    lock.lock();
    try {
      long lost = heard.lost();
      List<HeardMessages> unused = begin();
      repaired();
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private boolean hold(Delivery delivery, PublisherPlace place) {
    lock.lock();
    try {
      if (waitsForRepair && !heard.isKnown(place.publisher())) {
        addHoles(place.publisher(), heard.lostOf(place.publisher()));
      }
      boolean isHeld = holdsEverybody || held.containsKey(place.publisher());
      if (isHeld) {
        heard.heard(place);
        queue(place.publisher()).add(new Held(delivery, place.number(), place.number(), round));
      }
      return isHeld;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of a message after it was passed on: until then a repair may bring it as well, but
   * not what follows it alone.
   */
  private void note(PublisherPlace place) {
    lock.lock();
    try {
      heard.heard(place);
    } finally {
      lock.unlock();
    }
  }

  /** The next of any publisher that is not behind a hole. */
  private @Nullable Delivery take() {
    lock.lock();
    try {
      for (Iterator<Deque<Held>> queues = held.values().iterator(); queues.hasNext(); ) {
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
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Delivery takeBefore(PublisherPlace place) {
    lock.lock();
    try {
      Deque<Held> queue = held.get(place.publisher());
      while (queue != null && !queue.isEmpty() && queue.element().last() < place.number()) {
        Held first = queue.remove();
        if (!first.isHole()) {
          return first.delivery();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void addHoles(String publisher, List<Stretch> lost) {
    for (Stretch stretch : lost) {
      queue(publisher).add(new Held(null, stretch.from(), stretch.to(), round));
      holed.signalAll();
    }
  }

  private Deque<Held> queue(String publisher) {
    return held.computeIfAbsent(publisher, unused -> new ArrayDeque<>());
  }
}
