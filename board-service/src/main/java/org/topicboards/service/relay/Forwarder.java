package org.topicboards.service.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * Posts messages one after the other, many at a time. One that could not be posted is tried again,
 * and what its source posts to the same board waits behind it; nothing else does. Thread-safe.
 *
 * <p>What no attempt can help is given up: at once where the target refuses the message, after some
 * attempts where it refuses this service.
 */
final class Forwarder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  private static final RetryPolicy RETRY =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(10));

  private final String name;
  private final BiFunction<BoardName, Message, CompletionStage<PublishReceipt>> target;
  private final Results results;
  private final ScheduledExecutorService retries;

  /** Guarded by itself, as are the lanes. */
  private final Map<Lane.Key, Lane> lanes = new HashMap<>();

  private volatile boolean closed;
  private volatile @Nullable String fault;

  /** What becomes of the messages. Called on any thread; must not block. */
  interface Results {
    /** The target has it. */
    void posted(Transfer transfer);

    /** An attempt failed; there will be another. */
    void failed();

    /** The target will never have it. */
    void refused(Transfer transfer, String reason);
  }

  /**
   * A forwarder in front of a publisher.
   *
   * @param name of the relay
   */
  Forwarder(
      String name,
      BiFunction<BoardName, Message, CompletionStage<PublishReceipt>> target,
      Results results) {
    this.name = name;
    this.target = target;
    this.results = results;
    this.retries =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "relay " + name + " retries");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Posts a message. Blocks while the target has no room for more. */
  void forward(Transfer transfer) {
    synchronized (lanes) {
      Lane lane = lanes.get(transfer.lane());
      if (lane != null) {
        lane.add(transfer);
        return;
      }
    }
    post(transfer, false);
  }

  /** Why a message could not be posted, or nothing while all could. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Tries nothing again from now on. Idempotent. */
  @Override
  public void close() {
    closed = true;
    retries.shutdownNow();
  }

  /**
   * @param isTrial whether the lane waits to see if this one can be posted
   */
  private void post(Transfer transfer, boolean isTrial) {
    transfer.beginAttempt();
    CompletionStage<PublishReceipt> unused =
        target
            .apply(transfer.board(), transfer.outgoing())
            .whenComplete(
                (receipt, failure) -> {
                  if (failure == null) {
                    results.posted(transfer);
                  } else if (closed || !isFinal(unwrapped(failure), transfer.attempts())) {
                    hold(transfer, isTrial, unwrapped(failure));
                    return;
                  } else {
                    results.refused(transfer, reason(unwrapped(failure)));
                  }
                  if (isTrial) {
                    runLater(() -> drain(transfer.lane()), 0);
                  }
                });
  }

  private static boolean isFinal(Throwable failure, int attempts) {
    boolean isRefusal =
        failure instanceof AccessRefusedException || failure instanceof BadConfigurationException;
    return failure instanceof PublishFailedException || (isRefusal && RETRY.isExhausted(attempts));
  }

  private void hold(Transfer transfer, boolean isTrial, Throwable failure) {
    if (closed) {
      return;
    }
    results.failed();
    boolean isFirst;
    synchronized (lanes) {
      Lane lane = lanes.get(transfer.lane());
      isFirst = lane == null;
      if (lane == null) {
        lane = new Lane();
        lanes.put(transfer.lane(), lane);
      }
      lane.addFailed(transfer);
      if (fault == null) {
        LOG.warn("relay {}: messages wait: {}", name, reason(failure));
      }
      fault = "relay " + name + ": " + reason(failure);
    }
    if (isFirst || isTrial) {
      tryLater(transfer.lane(), transfer.attempts());
    }
  }

  private void tryLater(Lane.Key key, int attempts) {
    runLater(() -> tryNext(key), RETRY.delayAfter(attempts).toMillis());
  }

  private void tryNext(Lane.Key key) {
    Transfer next;
    synchronized (lanes) {
      next = Objects.requireNonNull(lanes.get(key)).next();
    }
    post(next, true);
  }

  /** The way is free: posts what waits in a lane, which is there until the last one is on it. */
  private void drain(Lane.Key key) {
    while (!closed) {
      Transfer next;
      synchronized (lanes) {
        Lane lane = Objects.requireNonNull(lanes.get(key));
        if (lane.isEmpty()) {
          lanes.remove(key);
          if (lanes.isEmpty()) {
            fault = null;
            LOG.info("relay {}: nothing waits any more", name);
          }
          return;
        }
        if (lane.isStalled()) {
          tryLater(key, 1);
          return;
        }
        next = lane.next();
      }
      post(next, false);
    }
  }

  private void runLater(Runnable task, long delayMillis) {
    try {
      Future<?> unused = retries.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("relay {} is closed", name);
    }
  }

  private static String reason(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
