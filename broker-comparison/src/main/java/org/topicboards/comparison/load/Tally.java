package org.topicboards.comparison.load;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import org.topicboards.comparison.results.Counts;

/**
 * Keeps account of every message: what was sent and confirmed, and what each subscriber received.
 * Thread-safe.
 */
final class Tally {

  private final Stream[] streams;
  private final Inbox[] inboxes;
  private final LongAdder sent = new LongAdder();
  private final LongAdder settled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder received = new LongAdder();

  Tally(int streams, int subscribers) {
    this.streams = new Stream[streams];
    Arrays.setAll(this.streams, index -> new Stream());
    this.inboxes = new Inbox[subscribers];
    Arrays.setAll(inboxes, index -> new Inbox(streams));
  }

  void sent() {
    sent.increment();
  }

  void confirmed(int stream, int sequence) {
    streams[stream].confirm(sequence);
    settled.increment();
  }

  void failed() {
    failed.increment();
    settled.increment();
  }

  /** Notes a receipt; false if the subscriber has received the message before. */
  boolean received(int subscriber, int stream, int sequence) {
    boolean isFirst = inboxes[subscriber].receive(stream, sequence);
    if (isFirst) {
      received.increment();
    }
    return isFirst;
  }

  /** Messages handed to the transport so far. */
  long sentSoFar() {
    return sent.sum();
  }

  /** Of those, the ones confirmed or failed. */
  long settledSoFar() {
    return settled.sum();
  }

  /** First receipts so far, of all subscribers. */
  long receivedSoFar() {
    return received.sum();
  }

  /** Whether nothing more is to be expected. */
  boolean isComplete() {
    return settled.sum() == sent.sum()
        && received.sum() >= (sent.sum() - failed.sum()) * inboxes.length;
  }

  /** The account. Exact once nothing is on the way any more. */
  Counts counts() {
    long confirmed = 0;
    for (Stream stream : streams) {
      confirmed += stream.confirmed();
    }
    long lost = 0;
    long duplicate = 0;
    long outOfOrder = 0;
    for (Inbox inbox : inboxes) {
      for (int stream = 0; stream < streams.length; stream++) {
        lost += inbox.missing(stream, streams[stream]);
      }
      duplicate += inbox.duplicates();
      outOfOrder += inbox.outOfOrder();
    }
    return new Counts(
        sent.sum(),
        confirmed,
        failed.sum(),
        confirmed * inboxes.length,
        received.sum(),
        lost,
        duplicate,
        outOfOrder);
  }

  private static final class Stream {

    private final BitSet confirmed = new BitSet();

    synchronized void confirm(int sequence) {
      confirmed.set(sequence);
    }

    synchronized long confirmed() {
      return confirmed.cardinality();
    }

    synchronized BitSet copy() {
      return (BitSet) confirmed.clone();
    }
  }

  private static final class Inbox {

    private final BitSet[] seen;
    private final int[] latest;
    private long duplicates;
    private long outOfOrder;

    Inbox(int streams) {
      seen = new BitSet[streams];
      Arrays.setAll(seen, index -> new BitSet());
      latest = new int[streams];
      Arrays.fill(latest, -1);
    }

    synchronized boolean receive(int stream, int sequence) {
      if (seen[stream].get(sequence)) {
        duplicates++;
        return false;
      }
      seen[stream].set(sequence);
      if (sequence < latest[stream]) {
        outOfOrder++;
      }
      latest[stream] = Math.max(latest[stream], sequence);
      return true;
    }

    synchronized long missing(int stream, Stream sentInIt) {
      BitSet missing = sentInIt.copy();
      missing.andNot(seen[stream]);
      return missing.cardinality();
    }

    synchronized long duplicates() {
      return duplicates;
    }

    synchronized long outOfOrder() {
      return outOfOrder;
    }
  }
}
