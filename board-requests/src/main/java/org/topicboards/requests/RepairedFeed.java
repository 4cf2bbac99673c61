package org.topicboards.requests;

import java.time.Instant;
import java.util.List;
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

  private final HeldMessages held = new HeldMessages();

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
      while (!held.hasHole() && leftNanos > 0) {
        leftNanos = holed.awaitNanos(leftNanos);
      }
      return held.hasHole();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something waits for a repair. */
  boolean hasHole() {
    lock.lock();
    try {
      return held.hasHole();
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
      if (!held.fill(place)) {
        return false;
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
      held.closeHolesBefore(round);
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
      held.closeHoles();
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
      boolean isHeld = holdsEverybody || held.hasOf(place.publisher());
      if (isHeld) {
        heard.heard(place);
        held.add(delivery, place, round);
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
      return held.take();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Delivery takeBefore(PublisherPlace place) {
    lock.lock();
    try {
      return held.takeBefore(place);
    } finally {
      lock.unlock();
    }
  }

  private void addHoles(String publisher, List<Stretch> lost) {
    held.addHoles(publisher, lost, round);
    if (!lost.isEmpty()) {
      holed.signalAll();
    }
  }
}
