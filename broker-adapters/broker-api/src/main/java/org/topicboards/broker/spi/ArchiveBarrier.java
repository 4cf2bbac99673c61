package org.topicboards.broker.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;

/**
 * How {@link Broker#awaitArchived} works where the archive is fed through one queue: a marker is
 * posted that goes through the same queue; whoever consumes it answers once everything before the
 * marker is acknowledged. On a transport with durable subscriptions that may be another process,
 * which answers on a reply board. Thread-safe.
 */
public final class ArchiveBarrier {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveBarrier.class);

  private static final String SOURCE = "archive";
  private static final String REPLY_BOARD = "replyboard";
  private static final String MARKER_ID = "markerid";
  private static final String REPLIES = "_reply.";

  /** A marker or its answer may be lost; it is then posted again. */
  private static final long FIRST_WAIT_MILLIS = 50;

  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private static final long IDLE_SECONDS = 10;

  private final Broker broker;
  private final Supplier<Publisher> publisher;
  private final Map<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

  /** Posting may block. The thread goes when there has been nothing to answer for a while. */
  private final Executor answering =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          ArchiveBarrier::daemon);

  private @Nullable BoardName replyBoard;

  /**
   * The barrier of a broker.
   *
   * @param publisher for markers and answers; asked when needed
   */
  public ArchiveBarrier(Broker broker, Supplier<Publisher> publisher) {
    this.broker = broker;
    this.publisher = publisher;
  }

  static boolean isMarker(InboundDelivery delivery) {
    return delivery.address().equals(SubscriptionOptions.ARCHIVE_MARKERS.value());
  }

  /** See {@link Broker#awaitArchived}. */
  public boolean await(Duration timeout) throws InterruptedException {
    Message.Builder builder = Message.from(SOURCE);
    if (broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)) {
      builder.extension(REPLY_BOARD, replyBoard().value());
    }
    Message marker = builder.build();
    CountDownLatch reached = new CountDownLatch(1);
    waiting.put(marker.id(), reached);
    try {
      long deadlineNanos = System.nanoTime() + timeout.toNanos();
      for (long waitMillis = FIRST_WAIT_MILLIS; ; waitMillis *= 2) {
        post(BoardName.of(SubscriptionOptions.ARCHIVE_MARKERS.value()), marker);
        long leftNanos = deadlineNanos - System.nanoTime();
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(Math.min(waitMillis, LONGEST_WAIT_MILLIS));
        if (reached.await(Math.min(leftNanos, waitNanos), TimeUnit.NANOSECONDS)) {
          return true;
        }
        if (leftNanos <= waitNanos) {
          return false;
        }
      }
    } finally {
      waiting.remove(marker.id());
    }
  }

  /** Everything before {@code marker} is acknowledged: tells who waits. Does not block. */
  public void reached(Message marker) {
    CountDownLatch own = waiting.get(marker.id());
    if (own != null) {
      own.countDown();
      return;
    }
    String asked = marker.extensions().get(REPLY_BOARD);
    if (asked != null && asked.startsWith(REPLIES) && BoardName.isValid(asked)) {
      Message answer = Message.from(SOURCE).extension(MARKER_ID, marker.id()).build();
      answering.execute(() -> answer(BoardName.of(asked), answer));
    }
  }

  private void answer(BoardName board, Message answer) {
    try {
      post(board, answer);
    } catch (BrokerException e) {
      note(null, e); // the broker is away, or closed; the marker comes again
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "archive answers");
    thread.setDaemon(true);
    return thread;
  }

  private void post(BoardName board, Message message) {
    publisher.get().publish(board, message).whenComplete(ArchiveBarrier::note);
  }

  private static void note(@Nullable PublishReceipt receipt, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.debug("a marker, or its answer, was not posted: {}", failure.getMessage());
    }
  }

  private synchronized BoardName replyBoard() {
    if (replyBoard == null) {
      BoardName board = broker.replyBoard();
      broker.subscribe(
          SubscriptionOptions.ephemeral(List.of(BoardPattern.of(board.value()))), this::answered);
      replyBoard = board;
    }
    return replyBoard;
  }

  private void answered(Delivery delivery) {
    String markerId = delivery.message().extensions().get(MARKER_ID);
    CountDownLatch reached = markerId == null ? null : waiting.get(markerId);
    if (reached != null) {
      reached.countDown();
    }
    delivery.acknowledge();
  }
}
