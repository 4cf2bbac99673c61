package org.topicboards.broker.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * The way from a publisher to one board. Messages wait here, in their order, until the board's
 * topic is known to exist; from then on they pass. Thread-safe.
 */
final class BoardRoute {

  private final BoardName board;
  private final String topic;
  private final Queue<PendingSend> waiting = new ArrayDeque<>();
  private volatile boolean open;
  private boolean opening;

  BoardRoute(BoardName board, String topic) {
    this.board = board;
    this.topic = topic;
  }

  BoardName board() {
    return board;
  }

  String topic() {
    return topic;
  }

  /** Whether messages may pass; what waits goes first, so that this turns true only after it. */
  boolean isOpen() {
    return open;
  }

  /**
   * Lets a message wait, or pass it on if the route was opened in the meantime.
   *
   * @return whether the caller is to have the route opened
   */
  synchronized boolean enter(PendingSend pending, Consumer<PendingSend> send) {
    if (open) {
      send.accept(pending);
      return false;
    }
    waiting.add(pending);
    boolean first = !opening;
    opening = true;
    return first;
  }

  /** Takes out what waits first; where nothing does, lets everything through and gives null. */
  synchronized @Nullable PendingSend first() {
    PendingSend first = waiting.poll();
    if (first == null) {
      open = true;
      opening = false;
    }
    return first;
  }

  /** The topic is there: passes on what waits, and lets everything through from now on. */
  synchronized void open(Consumer<PendingSend> send) {
    for (PendingSend pending = waiting.poll(); pending != null; pending = waiting.poll()) {
      send.accept(pending);
    }
    open = true;
    opening = false;
  }

  /**
   * The topic may be gone: the next message has it looked for. Takes no lock, because the
   * producer's own thread calls it while {@link #open} may be sending.
   */
  void shut() {
    open = false;
  }

  /** Whether messages wait for the topic. */
  synchronized boolean isOpening() {
    return opening;
  }

  /** Gives up waiting messages, and with the last of them the opening. */
  synchronized List<PendingSend> giveUp(Predicate<PendingSend> which) {
    List<PendingSend> givenUp = new ArrayList<>();
    for (Iterator<PendingSend> all = waiting.iterator(); all.hasNext(); ) {
      PendingSend pending = all.next();
      if (which.test(pending)) {
        givenUp.add(pending);
        all.remove();
      }
    }
    opening = !waiting.isEmpty();
    return givenUp;
  }
}
