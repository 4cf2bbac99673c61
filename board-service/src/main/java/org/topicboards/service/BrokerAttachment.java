package org.topicboards.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.service.archive.Archive;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.registry.SubscriptionRegistry;
import org.topicboards.service.requests.RequestService;
import org.topicboards.service.store.MessageStore;

/**
 * The archive on one of its brokers. A broker that is away at the start is waited for; once
 * attached, the adapter restores what is lost. Thread-safe.
 */
final class BrokerAttachment implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerAttachment.class);

  private static final RetryPolicy RETRY =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(200), Duration.ofSeconds(5));

  private final NamedBroker target;
  private final MessageStore store;
  private final SubscriptionExpiry expiry;
  private final MeterRegistry meters;
  private final Counter reconnects;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String waitingFor = "the service is starting";
  private @Nullable Attached attached;

  BrokerAttachment(
      NamedBroker target, MessageStore store, SubscriptionExpiry expiry, MeterRegistry meters) {
    this.target = target;
    this.store = store;
    this.expiry = expiry;
    this.meters = meters;
    this.reconnects =
        Counter.builder("boards.reconnects")
            .description("Connections to the broker that were lost and restored")
            .tag("broker", target.name())
            .register(meters);
  }

  /** How the broker is called. */
  String name() {
    return target.name();
  }

  /**
   * Attaches. Returns when messages are being archived, however long the broker is away, or when
   * closed meanwhile.
   *
   * @return false if closed
   * @throws BrokerException if trying again would not help
   */
  boolean attach() throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        return keep(connect());
      } catch (BrokerUnavailableException | BrokerTimeoutException e) {
        if (attempts == 1) {
          LOG.warn("waiting for the broker {}: {}", name(), e.getMessage());
        }
        waitingFor = String.valueOf(e.getMessage());
      }
      if (closing.await(RETRY.delayAfter(attempts).toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  /** Why messages are not archived, one line each; nothing while they are. */
  synchronized List<String> faults() {
    if (attached == null) {
      return List.of("broker " + name() + ": " + waitingFor);
    }
    List<String> faults = new ArrayList<>();
    if (!attached.broker().isConnected()) {
      faults.add("broker " + name() + ": not connected to " + target.uri());
    }
    attached.archive().storeFault().ifPresent(fault -> faults.add("store: " + fault));
    return faults;
  }

  /** Whether the archive has stopped for a reason that only a new process can mend. */
  synchronized boolean hasFailed() {
    return attached != null && !attached.archive().isRunning();
  }

  /** Finishes the batch in hand and disconnects. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    Attached toClose;
    synchronized (this) {
      toClose = attached;
    }
    if (toClose != null) {
      toClose.close();
    }
  }

  private Attached connect() {
    ConnectOptions options =
        ConnectOptions.DEFAULTS.named("board-service").telling(new ReconnectCounter());
    Deque<Runnable> closings = new ArrayDeque<>();
    boolean started = false;
    try {
      Broker broker = Brokers.connect(target.uri(), options);
      closings.push(broker::close);
      Archive archive = Archive.start(name(), broker, store, meters);
      closings.push(archive::close);
      if (!archive.isDurable()) {
        LOG.warn(
            "{}:// keeps no messages: of {} only what is heard while this service listens is"
                + " archived",
            target.uri().scheme(),
            name());
      }
      closings.push(SubscriptionRegistry.start(name(), broker, store, meters, expiry)::close);
      closings.push(
          RequestService.start(name(), broker, store, archive.view(), meters, expiry)::close);
      started = true;
      return new Attached(broker, archive, closings);
    } finally {
      if (!started) {
        closings.forEach(Runnable::run);
      }
    }
  }

  private boolean keep(Attached newlyAttached) {
    synchronized (this) {
      if (closing.getCount() > 0) {
        attached = newlyAttached;
        LOG.info("archiving {}", name());
        return true;
      }
    }
    newlyAttached.close();
    return false;
  }

  /**
   * What is at work on a broker.
   *
   * @param closings how it is ended, the latest first
   */
  private record Attached(Broker broker, Archive archive, Deque<Runnable> closings) {
    void close() {
      closings.forEach(Runnable::run);
    }
  }

  /** The adapter logs for itself. */
  private final class ReconnectCounter implements ConnectionListener {
    @Override
    public void restored(String purpose, Duration downtime) {
      reconnects.increment();
    }
  }
}
