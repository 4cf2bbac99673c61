package org.topicboards.broker.multicast;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.Reception;
import org.topicboards.broker.multicast.Counters.Kind;

/**
 * What a subscriber knows of one publisher: which message comes next, what was lost before it, and
 * the message that is coming in pieces.
 *
 * <p>Datagrams count in ascending order only; a late one is dropped, and what was in it has been
 * counted as lost when the later one came. So messages stay in order, and each number ends up as
 * received or as lost, exactly once. One thread calls this; {@link #counts} any.
 */
final class PublisherSession {

  private final String name;
  private final Counters counters = new Counters();
  private final SequenceWindow window = new SequenceWindow();

  /** The number of the next message; all before are accounted for. 0 before the first datagram. */
  private long next;

  private @Nullable Reassembly reassembly;

  private final Consumer<LostMessages> losses;

  PublisherSession(String name, Consumer<LostMessages> losses) {
    this.name = name;
    this.losses = losses;
  }

  /** The session as people see it. */
  String name() {
    return name;
  }

  Reception.Counts counts() {
    return counters.snapshot();
  }

  void count(Kind kind, long count) {
    counters.add(kind, count);
  }

  /** Whether a datagram is to be looked at: it is newer than all before. */
  boolean isNew(DatagramReader datagram) {
    return switch (window.accept(datagram.datagramNumber())) {
      case NEW -> true;
      case LATE -> {
        count(Kind.REORDERED, 1);
        yield false;
      }
      case REPEATED -> {
        count(Kind.DUPLICATE, 1);
        yield false;
      }
    };
  }

  /** Takes an announcement: everything up to its number was sent before it. */
  void announced(DatagramReader announcement) {
    long following = announcement.messageNumber() + 1;
    if (next == 0) {
      next = following;
    } else if (following > next) {
      skipTo(following);
    }
  }

  /**
   * Takes note of a datagram of whole messages.
   *
   * @return false if they have been accounted for already
   */
  boolean beginMessages(DatagramReader messages) {
    long first = messages.messageNumber();
    if (!begin(first)) {
      return false;
    }
    next = first + messages.messages();
    return true;
  }

  /**
   * Takes a fragment.
   *
   * @return the message, if this was its last
   */
  byte @Nullable [] addFragment(DatagramReader fragment, long nowNanos) {
    long number = fragment.messageNumber();
    if (next == 0 && fragment.fragmentIndex() > 0) {
      next = number + 1; // came in the middle of this message
      return null;
    }
    if (number == next - 1) {
      return null; // the rest of a message that was given up
    }
    if (reassembly == null || reassembly.messageNumber() != number) {
      if (!begin(number)) {
        return null;
      }
      next = number;
      reassembly = new Reassembly(fragment);
    }
    if (!reassembly.add(fragment, nowNanos)) {
      giveUp();
      return null;
    }
    if (!reassembly.isComplete()) {
      return null;
    }
    byte[] message = reassembly.message();
    reassembly = null;
    next = number + 1;
    return message;
  }

  /** Counts the incomplete message as lost, if there is one. */
  void giveUp() {
    if (reassembly != null) {
      count(Kind.DROPPED_INCOMPLETE, 1);
      lose(reassembly.messageNumber(), reassembly.messageNumber());
      next = reassembly.messageNumber() + 1;
      reassembly = null;
    }
  }

  /** Counts messages as lost, and tells so. */
  void lose(long from, long to) {
    count(Kind.LOST, to - from + 1);
    losses.accept(new LostMessages(name, from, to));
  }

  /** How much memory the incomplete message takes. */
  int heldBytes() {
    return reassembly == null ? 0 : reassembly.heldBytes();
  }

  /** When the incomplete message last grew. */
  long touchedNanos() {
    return reassembly == null ? 0 : reassembly.touchedNanos();
  }

  /** Gives up an incomplete message of which nothing has come since. */
  void giveUpIfOlder(long nanos, long nowNanos) {
    if (reassembly != null && nowNanos - reassembly.touchedNanos() > nanos) {
      giveUp();
    }
  }

  /** Counts what is missing before {@code number}; false if that is not ahead. */
  private boolean begin(long number) {
    if (next == 0) {
      next = number;
    }
    if (number < next) {
      count(Kind.CORRUPT, 1); // a later datagram with an earlier message contradicts itself
      return false;
    }
    skipTo(number);
    return true;
  }

  private void skipTo(long number) {
    giveUp();
    if (number > next) {
      lose(next, number - 1);
      next = number;
    }
  }
}
