package org.topicboards.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
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
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.ConnectionListener;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.service.archive.Archive;
import org.topicboards.service.store.MessageStore;

/**
 * The archive on its broker. A broker that is away at the start is waited for; once attached, the
 * adapter restores what is lost. Thread-safe.
 */
final class BrokerAttachment implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerAttachment.class);

  private static final RetryPolicy RETRY =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(200), Duration.ofSeconds(5));

  private final BrokerUri uri;
  private final MessageStore store;
  private final MeterRegistry meters;
  private final Counter reconnects;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String waitingFor = "the service is starting";
  private @Nullable Attached attached;

  BrokerAttachment(BrokerUri uri, MessageStore store, MeterRegistry meters) {
    this.uri = uri;
    this.store = store;
    this.meters = meters;
    this.reconnects =
        Counter.builder("boards.reconnects")
            .description("Connections to the broker that were lost and restored")
            .register(meters);
  }

  /**
   * Attaches. Returns when messages are being archived, however long the broker is away, or when
   * closed meanwhile.
   *
   * @throws BrokerException if trying again would not help
   */
  void attach() throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        keep(connect());
        return;
      } catch (BrokerUnavailableException | BrokerTimeoutException e) {
        if (attempts == 1) {
          LOG.warn("waiting for the broker: {}", e.getMessage());
        }
        waitingFor = String.valueOf(e.getMessage());
      }
      if (closing.await(RETRY.delayAfter(attempts).toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** Why messages are not archived, one line each; nothing while they are. */
  synchronized List<String> faults() {
    if (attached == null) {
      return List.of("broker: " + waitingFor);
    }
    List<String> faults = new ArrayList<>();
    if (!attached.broker().isConnected()) {
      faults.add("broker: not connected to " + uri);
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
        ConnectOptions.DEFAULTS
            .named("board-service")
            .requiring(Guarantee.AT_LEAST_ONCE, Guarantee.DURABLE_SUBSCRIPTION)
            .telling(new ReconnectCounter());
    Broker broker = Brokers.connect(uri, options);
    boolean started = false;
    try {
      Archive archive = Archive.start(broker, store, meters);
      started = true;
      return new Attached(broker, archive);
    } finally {
      if (!started) {
        broker.close();
      }
    }
  }

  private void keep(Attached newlyAttached) {
    synchronized (this) {
      if (closing.getCount() > 0) {
        attached = newlyAttached;
        return;
      }
    }
    newlyAttached.close();
  }

  private record Attached(Broker broker, Archive archive) {
    void close() {
      archive.close();
      broker.close();
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
