package org.topicboards.broker.kafka;

import java.util.BitSet;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * How far a subscription is in one partition, for as long as it has it: what was delivered, what is
 * acknowledged in whatever order, and from where the next reader is to go on. Thread-safe.
 */
final class PartitionProgress {

  /** The position before the first record is seen, where nobody will ask for it. */
  static final long UNKNOWN = -1;

  /** The largest number of records behind the position that are accounted for. */
  static final int MOST_AHEAD = 64 << 20;

  private static final int SETTLED_BITS_KEPT = 1 << 16;

  private final TopicPartition partition;
  private final String address;
  private final @Nullable BoardName board;

  /** Everything before this offset was delivered to an earlier reader, or may have been. */
  private final long deliveredBefore;

  /** Bit {@code n} stands for offset {@code origin + n}; all below {@code settled} are set. */
  private BitSet acknowledged;

  private long origin;
  private int settled;

  /** The offset after the last one delivered here. */
  private long next;

  private int outstandingMessages;
  private long outstandingBytes;
  private boolean changed;
  private volatile boolean stopped;
  private volatile boolean revoked;

  /**
   * A partition as it was assigned.
   *
   * @param address what its topic is called as a board
   * @param position the first offset that nobody has settled, or {@link #UNKNOWN}
   */
  PartitionProgress(
      TopicPartition partition, String address, long position, AcknowledgedAhead ahead) {
    this.partition = partition;
    this.address = address;
    this.board = BoardName.isValid(address) ? BoardName.of(address) : null;
    this.origin = position;
    this.next = position;
    this.acknowledged = (BitSet) ahead.acknowledged().clone();
    this.settled = acknowledged.nextClearBit(0);
    this.deliveredBefore = position + ahead.delivered();
  }

  TopicPartition partition() {
    return partition;
  }

  /** What the topic is called as a board. */
  String address() {
    return address;
  }

  /** The board of that name, null if it is no board's. */
  @Nullable BoardName board() {
    return board;
  }

  /** Whether nothing more is delivered. */
  boolean isStopped() {
    return stopped;
  }

  /**
   * Notes that a record is about to be delivered.
   *
   * @return false if it must not be: it is acknowledged already, or deliveries were stopped
   */
  synchronized boolean deliver(long offset, int bytes) {
    if (stopped) {
      return false;
    }
    if (origin == UNKNOWN) {
      origin = offset;
      next = offset;
    }
    if (offset < origin + settled) {
      return false;
    }
    skip(offset);
    next = Math.max(next, offset + 1);
    if (acknowledged.get(index(offset))) {
      return false;
    }
    outstandingMessages++;
    outstandingBytes += bytes;
    changed = true;
    return true;
  }

  /**
   * Notes that there are no more records before an offset: compacted away, expired, or a
   * transaction's own. The position goes past them.
   */
  synchronized void skipTo(long offset) {
    if (!stopped && origin != UNKNOWN && offset > next && isWithinReach(offset)) {
      skip(offset);
      changed = true;
    }
  }

  /** Whether a record is not too far behind an open one to be accounted for. */
  synchronized boolean isWithinReach(long offset) {
    return origin == UNKNOWN || offset - origin < MOST_AHEAD || next <= origin + settled;
  }

  /**
   * Whether all records before an offset are within reach, and stay so, as the origin only grows.
   * False also where that is not known yet.
   */
  synchronized boolean staysWithinReach(long offset) {
    return origin != UNKNOWN && offset - origin < MOST_AHEAD;
  }

  private void skip(long offset) {
    if (offset <= next) {
      return;
    }
    if (offset - origin < MOST_AHEAD) {
      acknowledged.set(index(next), index(offset));
    } else {
      // Nothing is open: however far it is, there is nothing to remember of the way.
      acknowledged = new BitSet();
      origin = offset;
      settled = 0;
    }
    next = offset;
    settle();
  }

  /** Whether an earlier reader of the group may have been given the record. */
  boolean wasDelivered(long offset) {
    return offset < deliveredBefore;
  }

  /**
   * Settles a record.
   *
   * @return false if the partition is somebody else's by now, so that this has no effect
   */
  synchronized boolean acknowledge(long offset, int bytes) {
    if (revoked) {
      return false;
    }
    acknowledged.set(index(offset));
    outstandingMessages--;
    outstandingBytes -= bytes;
    changed = true;
    settle();
    return true;
  }

  /**
   * What to commit, if anything has changed since it was last asked for.
   *
   * @param longestMetadata the most characters that the broker takes beside the position
   */
  synchronized Optional<OffsetAndMetadata> takeChange(int longestMetadata) {
    if (!changed || origin == UNKNOWN) {
      return Optional.empty();
    }
    changed = false;
    long position = origin + settled;
    BitSet ahead = acknowledged.get(settled, acknowledged.length());
    if (next <= position && ahead.isEmpty()) {
      return Optional.of(new OffsetAndMetadata(position));
    }
    return Optional.of(
        new OffsetAndMetadata(
            position,
            new AcknowledgedAhead(Math.max(0, next - position), ahead).toText(longestMetadata)));
  }

  /** The position is to be committed, for the first time or after that failed. */
  synchronized void changed() {
    changed = true;
  }

  /** Delivers nothing more; acknowledgements still count. */
  synchronized void stop() {
    stopped = true;
  }

  /**
   * The partition is somebody else's: what is outstanding can no longer be acknowledged.
   *
   * @return the room that the outstanding records took in the prefetch
   */
  synchronized Outstanding revoke() {
    stopped = true;
    revoked = true;
    return new Outstanding(outstandingMessages, outstandingBytes);
  }

  boolean isRevoked() {
    return revoked;
  }

  private void settle() {
    settled = acknowledged.nextClearBit(settled);
    if (settled >= SETTLED_BITS_KEPT) {
      acknowledged = acknowledged.get(settled, Math.max(settled, acknowledged.length()));
      origin += settled;
      settled = 0;
    }
  }

  private int index(long offset) {
    return Math.toIntExact(offset - origin);
  }

  /** Records delivered and not acknowledged. */
  record Outstanding(int messages, long bytes) {}
}
