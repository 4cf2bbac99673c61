package org.topicboards.broker.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * The way from a publisher to one board. Messages wait here, in their order, until the board's
 * topic is known to exist and one message was taken by their partition; from then on they pass.
 * Thread-safe.
 */
final class BoardRoute {

  private static final Partitions UNKNOWN = new Partitions(0, new BitSet());

  private final BoardName board;
  private final String topic;
  private final Queue<PendingSend> waiting = new ArrayDeque<>();
  private volatile Partitions partitions = UNKNOWN;
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

  /** Whether a message may pass; what waits goes first, so that this turns true only after it. */
  boolean isOpen(Message message) {
    return partitions.isOpen(message);
  }

  /**
   * Lets a message wait, or pass it on if the route was opened in the meantime.
   *
   * @return whether the caller is to have the route opened
   */
  synchronized boolean enter(PendingSend pending, Consumer<PendingSend> send) {
    if (isOpen(pending.message())) {
      send.accept(pending);
      return false;
    }
    waiting.add(pending);
    boolean first = !opening;
    opening = true;
    return first;
  }

  /** The topic is there, with so many partitions. */
  synchronized void found(int partitionCount) {
    if (partitions.count() != partitionCount) {
      partitions = new Partitions(partitionCount, new BitSet());
    }
  }

  /** Takes out what waits first, to go ahead; null where nothing does, which ends the opening. */
  synchronized @Nullable PendingSend first() {
    PendingSend first = waiting.poll();
    opening = first != null;
    return first;
  }

  /** A message was taken: passes on what waits for its partition, and what comes from now on. */
  synchronized void open(PendingSend taken, Consumer<PendingSend> send) {
    Partitions opened = partitions.with(taken.message());
    for (Iterator<PendingSend> all = waiting.iterator(); all.hasNext(); ) {
      PendingSend pending = all.next();
      if (opened.isOpen(pending.message())) {
        all.remove();
        send.accept(pending);
      }
    }
    partitions = opened;
  }

  /**
   * The topic may be gone: the next message has it looked for. Takes no lock, because the
   * producer's own thread calls it while {@link #open} may be sending.
   */
  void shut() {
    partitions = UNKNOWN;
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

  /**
   * The partitions of the topic, as Kafka's own partitioner chooses them.
   *
   * @param open those that have taken a message; never changed
   */
  private record Partitions(int count, BitSet open) {

    boolean isOpen(Message message) {
      return count > 0 && open.get(partition(message));
    }

    Partitions with(Message taken) {
      if (count == 0) {
        return this;
      }
      BitSet more = (BitSet) open.clone();
      more.set(partition(taken));
      return new Partitions(count, more);
    }

    private int partition(Message message) {
      return count == 1
          ? 0
          : BuiltInPartitioner.partitionForKey(MessageMapping.key(message), count);
    }
  }
}
