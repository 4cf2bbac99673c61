package org.topicboards.broker.spi;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.units.OneLine;

/**
 * Runs a subscription's handler: one call at a time, failures retried after a back-off without
 * holding up what is behind them, dead letters posted and confirmed before the original is
 * acknowledged. What is being retried stays unacknowledged on the transport, so that a crash loses
 * nothing; attempts are counted here, in memory.
 *
 * <p>Thread-safe. The adapter calls {@link #dispatch} from its delivery thread, in order.
 */
public final class DeliveryDispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryDispatcher.class);

  /** How many failing messages' attempts outlive a lost connection. */
  private static final int REMEMBERED_FAILURES = 10_000;

  private static final int SHOWN_CHARACTERS = 300;

  private static final long CLOSE_TIMEOUT_SECONDS = 30;
  private static final long DEAD_LETTER_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SubscriptionOptions options;
  private final MessageHandler handler;
  private final Supplier<Publisher> deadLetterPublisher;
  private final @Nullable ArchiveProgress archiveProgress;
  private final ReentrantLock handlerLock = new ReentrantLock();
  private final Map<FailureKey, Integer> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FailureKey, Integer> eldest) {
          return size() > REMEMBERED_FAILURES;
        }
      };

  /** How many dead letters are on their way; guarded by {@link #failures}. */
  private int postingDeadLetters;

  private volatile boolean anyFailures;
  private volatile boolean closed;
  private @Nullable ScheduledThreadPoolExecutor retryScheduler;

  /**
   * A dispatcher for one subscription.
   *
   * @param deadLetterPublisher asked only when there is a dead letter to post; may block
   */
  public DeliveryDispatcher(
      SubscriptionOptions options,
      MessageHandler handler,
      Supplier<Publisher> deadLetterPublisher) {
    this.options = options;
    this.handler = handler;
    this.deadLetterPublisher = deadLetterPublisher;
    this.archiveProgress = null;
  }

  /**
   * The same on a transport where markers go through the archive's feed. If this is that feed, they
   * are not for its handler, but for {@code barrier}.
   */
  public DeliveryDispatcher(
      SubscriptionOptions options,
      MessageHandler handler,
      Supplier<Publisher> deadLetterPublisher,
      ArchiveBarrier barrier) {
    this.options = options;
    this.handler = handler;
    this.deadLetterPublisher = deadLetterPublisher;
    this.archiveProgress = options.isArchive() ? new ArchiveProgress(barrier::reached) : null;
  }

  /** Runs the handler on a message that the transport has just delivered. */
  public void dispatch(InboundDelivery delivery) {
    int attempt = 1;
    if (anyFailures) {
      synchronized (failures) {
        attempt += failures.getOrDefault(FailureKey.of(delivery), 0);
      }
    }
    InboundDelivery first = delivery.first(this, attempt);
    if (archiveProgress == null || archiveProgress.delivered(delivery)) {
      run(delivery, first);
    }
  }

  void acknowledged(InboundDelivery delivery) {
    if (archiveProgress != null) {
      archiveProgress.acknowledged(delivery);
    }
  }

  /** Tells the handler that an ephemeral subscription has missed something. */
  public void interrupted(Instant since) {
    tell(since, MessageHandler::interrupted);
  }

  /** Tells the handler that messages are missing for good. */
  public void gap(Gap gap) {
    tell(gap, MessageHandler::gap);
  }

  /** Tells the handler that messages of a publisher did not arrive. */
  public void lost(LostMessages lost) {
    tell(lost, MessageHandler::lost);
  }

  /** Whether this thread is running the handler at this moment. */
  public boolean isHandling() {
    return handlerLock.isHeldByCurrentThread();
  }

  /**
   * Ends the calls: returns when the handler has returned, at once if this is the handler's thread,
   * and the dead letters that are being posted are settled. Later deliveries are left
   * unacknowledged. Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    synchronized (failures) {
      if (retryScheduler != null) {
        retryScheduler.shutdown(); // not "now": a handler in a retry is left to finish, too
      }
    }
    try {
      if (handlerLock.tryLock(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        handlerLock.unlock();
      } else {
        LOG.warn("{}: the handler did not return within {} s", label(), CLOSE_TIMEOUT_SECONDS);
      }
      awaitDeadLetters();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> void tell(T news, BiConsumer<MessageHandler, T> telling) {
    handlerLock.lock();
    try {
      if (!closed) {
        telling.accept(handler, news);
      }
    } catch (RuntimeException e) {
      LOG.warn("{}: the handler failed on {}: {}", label(), news, oneLine(e));
    } finally {
      handlerLock.unlock();
    }
  }

  private <A extends Delivery & MisaddressedDelivery> void run(
      InboundDelivery delivery, A attempt) {
    handlerLock.lock();
    try {
      if (closed || delivery.isStale()) {
        return;
      }
      if (delivery.isMisaddressed()) {
        handler.handleMisaddressed(attempt);
      } else {
        handler.handle(attempt);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      attempt.retry("interrupted");
    } catch (Exception | Error e) {
      attempt.retry(oneLine(e));
    } finally {
      handlerLock.unlock();
    }
  }

  void failed(InboundDelivery delivery, int attempts, String reason) {
    synchronized (failures) {
      failures.put(FailureKey.of(delivery), attempts);
      anyFailures = true;
    }
    if (options.retry().isExhausted(attempts)) {
      LOG.warn(
          "{}: giving up {} from {} after {} attempts: {}",
          label(),
          delivery.message(),
          shown(delivery.address()),
          attempts,
          shown(reason));
      later(() -> deadLetter(delivery, attempts, reason), 0);
      return;
    }
    long delayMillis = options.retry().delayAfter(attempts).toMillis();
    LOG.info(
        "{}: attempt {} of {} from {} failed, again in {} ms: {}",
        label(),
        attempts,
        delivery.message(),
        shown(delivery.address()),
        delayMillis,
        shown(reason));
    later(() -> run(delivery, delivery.again(attempts + 1)), delayMillis);
  }

  void forget(InboundDelivery delivery) {
    synchronized (failures) {
      failures.remove(FailureKey.of(delivery));
      anyFailures = !failures.isEmpty();
    }
  }

  /** Posts the dead letter; the original is acknowledged only once that is confirmed and routed. */
  private void deadLetter(InboundDelivery delivery, int attempts, String reason) {
    synchronized (failures) {
      if (closed || delivery.isStale()) {
        return;
      }
      postingDeadLetters++;
    }
    BoardName board = DeadLetters.board(options);
    try {
      deadLetterPublisher
          .get()
          .publish(board, DeadLetters.of(delivery.message(), delivery.address(), attempts, reason))
          .whenComplete(
              (receipt, failure) -> {
                if (failure == null && receipt.routed()) {
                  forget(delivery);
                  delivery.acknowledgeOnTransport();
                } else {
                  String fault = failure == null ? "nothing keeps that board" : oneLine(failure);
                  deadLetterFailed(delivery, attempts, reason, fault);
                }
                deadLetterSettled();
              });
    } catch (RuntimeException e) {
      deadLetterFailed(delivery, attempts, reason, oneLine(e));
      deadLetterSettled();
    }
  }

  private void deadLetterSettled() {
    synchronized (failures) {
      postingDeadLetters--;
      failures.notifyAll();
    }
  }

  /** Without this, what was posted as a dead letter a moment ago would be delivered once more. */
  private void awaitDeadLetters() throws InterruptedException {
    long deadlineNanos = System.nanoTime() + DEAD_LETTER_TIMEOUT_NANOS;
    synchronized (failures) {
      for (long leftNanos = DEAD_LETTER_TIMEOUT_NANOS;
          postingDeadLetters > 0 && leftNanos > 0;
          leftNanos = deadlineNanos - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(failures, leftNanos);
      }
    }
  }

  private void deadLetterFailed(
      InboundDelivery delivery, int attempts, String reason, String fault) {
    long delayMillis = options.retry().maxDelay().toMillis();
    LOG.warn(
        "{}: dead letter {} not posted, again in {} ms: {}",
        label(),
        delivery.message(),
        delayMillis,
        fault);
    later(() -> deadLetter(delivery, attempts, reason), delayMillis);
  }

  private void later(Runnable task, long delayMillis) {
    synchronized (failures) {
      if (closed) {
        return;
      }
      if (retryScheduler == null) {
        retryScheduler = newRetryScheduler();
      }
      Future<?> unused = retryScheduler.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private ScheduledThreadPoolExecutor newRetryScheduler() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread thread = new Thread(runnable, "retry " + label());
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return scheduler;
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("{}: a retry failed unexpectedly", label(), e);
      }
    };
  }

  private String label() {
    return options.name().map(name -> "subscription " + name).orElse("ephemeral subscription");
  }

  private static String shown(String foreignText) {
    return OneLine.of(foreignText, SHOWN_CHARACTERS);
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return text.replaceAll("\\s+", " ").strip();
  }

  /** A message as it is recognised when the transport delivers it again. */
  private record FailureKey(String address, String source, String id) {
    static FailureKey of(InboundDelivery delivery) {
      return new FailureKey(
          delivery.address(), delivery.message().source(), delivery.message().id());
    }
  }
}
