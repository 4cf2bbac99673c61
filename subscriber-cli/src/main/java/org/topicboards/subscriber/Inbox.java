package org.topicboards.subscriber;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.MessageHandler;
import org.topicboards.message.MessageIdentity;

/**
 * Takes messages from a subscription and hands them on, already printed, in batches: what comes
 * while one batch is being written to standard output is the next. So a single message is written
 * at once, and many with one write.
 *
 * <p>What it holds is bounded by the subscription's prefetch, because nothing is acknowledged
 * before it was written. Thread-safe.
 */
final class Inbox implements MessageHandler {

  /** Stands for no limit. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private final MessagePrinter printer;
  private final Consumer<String> warnings;
  private final long limit;
  private final SeenIdentities seen = new SeenIdentities();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private List<Delivery> deliveries = new ArrayList<>();
  private long accepted;
  private boolean closed;

  /**
   * An inbox that is empty.
   *
   * @param limit closes itself after so many different messages, or {@link #UNLIMITED}
   * @param warnings told in one line when messages are missing, or may be
   */
  Inbox(MessagePrinter printer, long limit, Consumer<String> warnings) {
    this.printer = printer;
    this.limit = limit;
    this.warnings = warnings;
    this.closed = limit == 0;
  }

  @Override
  public void handle(Delivery delivery) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return; // not acknowledged, so the next subscriber gets it
      }
      if (seen.add(MessageIdentity.of(delivery.board(), delivery.message()))) {
        printer.print(delivery.board(), delivery.message(), text);
        accepted++;
        closed = accepted == limit;
      }
      deliveries.add(delivery);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interrupted(Instant since) {
    warnings.accept("messages posted since " + since + " may be missing: the connection was lost");
  }

  @Override
  public void gap(Gap gap) {
    warnings.accept(gap.toString());
  }

  /** Takes no more messages; those that it has can still be {@linkplain #take taken}. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it takes no more messages. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** How many different messages it has accepted. */
  long accepted() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything that came since the last call. Waits for the first, until the inbox closes or the
   * time has run out; then the batch is empty.
   */
  Batch take(long timeoutNanos) throws InterruptedException {
    long leftNanos = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (deliveries.isEmpty() && !closed && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      Batch batch = new Batch(text, deliveries);
      if (!batch.isEmpty()) {
        text = new ByteArrayOutputStream();
        deliveries = new ArrayList<>();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Messages that belong together.
   *
   * @param text all of them, as they are to be shown
   * @param deliveries to acknowledge once that was written
   */
  record Batch(ByteArrayOutputStream text, List<Delivery> deliveries) {

    boolean isEmpty() {
      return deliveries.isEmpty();
    }
  }
}
