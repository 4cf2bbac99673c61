package org.topicboards.requests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.topicboards.message.MessageIdentity;

/**
 * How far a subscriber has acknowledged the archive: what it was given, in that order, and between
 * those the positions that are reached when all before is settled. Thread-safe.
 */
final class Acknowledgements {

  /** Messages and positions in the order of handing over, without what is settled at the front. */
  private final Deque<Step> steps = new ArrayDeque<>();

  private final Set<MessageIdentity> unsettled = new HashSet<>();
  private long reached;
  private boolean isMoreSettled;

  private sealed interface Step {
    record Given(MessageIdentity identity) implements Step {}

    record Reached(long position) implements Step {}
  }

  /** A message is being handed over. */
  synchronized void given(MessageIdentity identity) {
    unsettled.add(identity);
    steps.add(new Step.Given(identity));
  }

  /** All messages of the archive up to here were handed over by now. */
  synchronized void reached(long position) {
    steps.add(new Step.Reached(position));
    advance();
  }

  /** A message is done with. */
  synchronized void settled(MessageIdentity identity) {
    unsettled.remove(identity);
    advance();
  }

  synchronized boolean isUnsettled(MessageIdentity identity) {
    return unsettled.contains(identity);
  }

  /** Up to here all is settled; 0 as long as nothing is known. */
  synchronized long position() {
    return reached;
  }

  /** Whether messages behind {@link #position} may be settled, too. */
  synchronized boolean isMoreSettled() {
    return isMoreSettled;
  }

  private void advance() {
    for (Step first = steps.peek(); first != null; first = steps.peek()) {
      if (first instanceof Step.Given given && unsettled.contains(given.identity())) {
        return;
      }
      if (first instanceof Step.Reached next) {
        reached = Math.max(reached, next.position());
      }
      isMoreSettled = first instanceof Step.Given;
      steps.remove();
    }
  }
}
