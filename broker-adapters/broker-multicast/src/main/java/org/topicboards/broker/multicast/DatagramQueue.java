package org.topicboards.broker.multicast;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams on their way from the socket to the handler, in one array: bounded in bytes, and
 * nothing is allocated. One thread offers, one other takes.
 */
final class DatagramQueue {

  private static final int LENGTH_BYTES = 4;
  private static final int ALIGNMENT = 8;

  /** In place of a length: the next one is at the beginning of the array. */
  private static final int WRAP = -1;

  private final byte[] ring;
  private final ByteBuffer lengths;

  /** Positions only grow; the place in the array is the remainder. */
  private final AtomicLong written = new AtomicLong();

  private final AtomicLong read = new AtomicLong();
  private volatile @Nullable Thread sleeper;
  private int length;

  /** A queue of so many bytes, a power of two and several datagrams long. */
  DatagramQueue(int bytes) {
    this.ring = new byte[bytes];
    this.lengths = ByteBuffer.wrap(ring);
  }

  /**
   * Takes what is left in the buffer.
   *
   * @return false if there was no room; nothing was taken then
   */
  boolean offer(ByteBuffer datagram) {
    int size = datagram.remaining();
    long position = written.getPlain();
    int place = place(position);
    int needed = aligned(size);
    int skipped = place + needed > ring.length ? ring.length - place : 0;
    if (position + skipped + needed - read.get() > ring.length) {
      return false;
    }
    if (skipped > 0) {
      lengths.putInt(place, WRAP);
      place = 0;
    }
    lengths.putInt(place, size);
    datagram.get(ring, place + LENGTH_BYTES, size);
    written.set(position + skipped + needed);
    LockSupport.unpark(sleeper);
    return true;
  }

  /**
   * Waits for a datagram, which stays in the queue until {@link #release}.
   *
   * @return its length, or -1 if none came in time, or for no reason: to be asked again then
   */
  int await(long timeoutNanos) {
    if (read.getPlain() == written.get()) {
      sleeper = Thread.currentThread();
      if (read.getPlain() == written.get()) {
        LockSupport.parkNanos(this, timeoutNanos);
      }
      sleeper = null;
      if (read.getPlain() == written.get()) {
        return -1;
      }
    }
    int place = place(read.getPlain());
    if (lengths.getInt(place) == WRAP) {
      read.set(read.getPlain() + ring.length - place);
      place = 0;
    }
    length = lengths.getInt(place);
    return length;
  }

  /** The array that holds the datagram. */
  byte[] array() {
    return ring;
  }

  /** Where in the array it begins. */
  int offset() {
    return place(read.getPlain()) + LENGTH_BYTES;
  }

  /** Gives up the room of the datagram that {@link #await} told of. */
  void release() {
    read.set(read.getPlain() + aligned(length));
  }

  private int place(long position) {
    return (int) (position & ring.length - 1);
  }

  private static int aligned(int size) {
    return (size + LENGTH_BYTES + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
