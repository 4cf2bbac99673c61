package org.topicboards.subscriber;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.message.MessageIdentity;
import org.topicboards.requests.ExpiredMessages;
import org.topicboards.requests.HistoryDelivery;
import org.topicboards.requests.HistoryHandler;
import org.topicboards.requests.HistoryMessage;

/**
 * Takes messages from a subscription and hands them on, already printed, in batches: what comes
 * while one batch is being written to standard output is the next. So a single message is written
 * at once, and many with one write.
 *
 * <p>What it holds is bounded by the subscription's prefetch, because nothing is acknowledged
 * before it was written. Thread-safe.
 */
final class Inbox implements HistoryHandler, AutoCloseable {

  private final MessagePrinter printer;
  private final Limits limits;
  private final ReplayPace pace;
  private final Notices notices;
  private final StoredAnswers answers;
  private final SeenIdentities seen = new SeenIdentities();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition closing = lock.newCondition();
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private List<Delivery> deliveries = new ArrayList<>();
  private long accepted;
  private long taken;
  private boolean closed;
  private boolean isHistoryOver;
  private boolean hasGap;
  private @Nullable RuntimeException failure;

  /**
   * An inbox that is empty.
   *
   * @param answers what is known of answers that waited for this subscriber
   * @param pace of what comes from the archive
   * @param notices told in one line when messages are missing, or may be
   */
  Inbox(
      MessagePrinter printer,
      Limits limits,
      StoredAnswers answers,
      ReplayPace pace,
      Notices notices) {
    this.printer = printer;
    this.limits = limits;
    this.answers = answers;
    this.pace = pace;
    this.notices = notices;
    this.closed = limits.messages() == 0 || limits.deliveries() == 0;
  }

  /**
   * When an inbox closes itself.
   *
   * @param messages after so many different messages
   * @param deliveries after so many different deliveries; an answer that waited is several messages
   *     in a delivery
   * @param endsWithHistory when all of the history has come
   */
  record Limits(long messages, long deliveries, boolean endsWithHistory) {

    /** Stands for no limit. */
    static final long NONE = Long.MAX_VALUE;
  }

  @Override
  public void handle(Delivery delivery) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (delivery instanceof HistoryDelivery archived && !isHistoryOver) {
        awaitTurn(archived.archived());
      }
      if (closed) {
        return; // not acknowledged, so the next subscriber gets it
      }
      if (answers.isOne(delivery)) {
        taken += answers.take(delivery, new AnswerSink()) ? 1 : 0;
      } else {
        taken += show(delivery.board(), delivery.message()) ? 1 : 0;
        deliveries.add(delivery);
      }
      if (accepted == limits.messages() || taken == limits.deliveries()) {
        closed = true;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Prints a message, unless it was printed before. */
  private boolean show(BoardName board, Message message) throws IOException {
    if (!seen.add(MessageIdentity.of(board, message))) {
      return false;
    }
    printer.print(board, message, text);
    accepted++;
    return true;
  }

  private void awaitTurn(Instant archived) throws InterruptedException {
    long leftNanos = pace.waitNanos(archived, System.nanoTime());
    while (leftNanos > 0 && !closed) {
      leftNanos = closing.awaitNanos(leftNanos);
    }
  }

  @Override
  public void interrupted(Instant since) {
    notices.note("messages posted since " + since + " may be missing: the connection was lost");
  }

  @Override
  public void gap(Gap gap) {
    notices.note(gap.toString());
  }

  @Override
  public void answered() {
    answered.countDown();
  }

  @Override
  public void expired(ExpiredMessages expired) {
    lock.lock();
    try {
      hasGap = true;
      notices.say(expired.toString());
      printer.printGap(expired, text);
      changed.signal();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void historyEnded() {
    lock.lock();
    try {
      isHistoryOver = true;
      closed |= limits.endsWithHistory();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void historyFailed(RuntimeException cause) {
    lock.lock();
    try {
      failure = cause;
    } finally {
      lock.unlock();
    }
    close();
  }

  /** Takes no more messages; those that it has can still be {@linkplain #take taken}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Counted down when a board service has answered. */
  CountDownLatch answeredLatch() {
    return answered;
  }

  /** How things stand now. */
  State state() {
    lock.lock();
    try {
      return new State(closed, accepted, isHistoryOver, hasGap, answers.hasFailed(), failure);
    } finally {
      lock.unlock();
    }
  }

  /**
   * How an inbox stands.
   *
   * @param isClosed whether it takes no more messages
   * @param accepted how many different messages it has accepted
   * @param isHistoryOver whether all of the history has come
   * @param hasGap whether messages that were asked for are not in the archive any more
   * @param hasRefusal whether an answer that waited says that there is none
   * @param failure why the history cannot be had
   */
  record State(
      boolean isClosed,
      long accepted,
      boolean isHistoryOver,
      boolean hasGap,
      boolean hasRefusal,
      @Nullable RuntimeException failure) {}

  /**
   * Everything that came since the last call. Waits for the first, until the inbox closes or the
   * time has run out; then the batch is empty.
   */
  Batch take(long timeoutNanos) throws InterruptedException {
    long leftNanos = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (deliveries.isEmpty() && text.size() == 0 && !closed && leftNanos > 0) {
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

  /** Called with the lock. */
  private final class AnswerSink implements StoredAnswers.Sink {

    @Override
    public boolean show(HistoryMessage message) throws IOException {
      if (accepted == limits.messages()) {
        return false;
      }
      boolean unused = Inbox.this.show(message.board(), message.message());
      return true;
    }

    @Override
    public void expired(ExpiredMessages expired) {
      Inbox.this.expired(expired);
    }

    @Override
    public void settle(Collection<Delivery> settled) {
      deliveries.addAll(settled);
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
      return deliveries.isEmpty() && text.size() == 0;
    }
  }
}
