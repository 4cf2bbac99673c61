package org.topicboards.service.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.topicboards.broker.RetryPolicy;

/**
 * One end of a relay: a connection of its own to a broker, which is waited for while it is away at
 * the start; afterwards the adapter restores what is lost. Thread-safe.
 */
final class BrokerEnd implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerEnd.class);

  private static final ConnectOptions OPTIONS =
      ConnectOptions.DEFAULTS.named("board-service relay");
  private static final RetryPolicy RETRY =
      new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(200), Duration.ofSeconds(5));

  private final String name;
  private final BrokerUri uri;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String waitingFor = "the service is starting";
  private @Nullable Broker broker;

  /** The end at the broker that is called {@code name}. */
  BrokerEnd(String name, BrokerUri uri) {
    this.name = name;
    this.uri = uri;
  }

  /**
   * Connects and begins to use the broker. Returns when {@code use} has returned, however long the
   * broker is away, or when closed meanwhile.
   *
   * @param use what needs the broker; run again, with another connection, if the broker went away
   *     from under it
   * @return false if closed
   * @throws BrokerException if trying again would not help
   */
  boolean attach(Consumer<Broker> use) throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        return connect(use);
      } catch (BrokerUnavailableException | BrokerTimeoutException e) {
        if (attempts == 1) {
          LOG.warn("waiting for the broker {} to relay: {}", name, e.getMessage());
        }
        waitingFor = String.valueOf(e.getMessage());
      } catch (BrokerException e) {
        waitingFor = String.valueOf(e.getMessage());
        throw e;
      }
      if (closing.await(RETRY.delayAfter(attempts).toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  /** Why it is not in use, one line at most; nothing while it is. */
  synchronized List<String> faults() {
    if (broker == null) {
      return List.of("broker " + name + ": " + waitingFor);
    }
    return broker.isConnected()
        ? List.of()
        : List.of("broker " + name + ": not connected to " + uri);
  }

  /** Disconnects. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    Broker toClose;
    synchronized (this) {
      toClose = broker;
    }
    if (toClose != null) {
      toClose.close();
    }
  }

  private boolean connect(Consumer<Broker> use) {
    Broker connected = Brokers.connect(uri, OPTIONS);
    boolean kept = false;
    try {
      use.accept(connected);
      kept = keep(connected);
      return kept;
    } finally {
      if (!kept) {
        connected.close();
      }
    }
  }

  private synchronized boolean keep(Broker connected) {
    if (closing.getCount() == 0) {
      return false;
    }
    broker = connected;
    return true;
  }
}
