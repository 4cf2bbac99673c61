package org.topicboards.service.broker;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;

/**
 * How far the reader of a durable subscription is behind: messages that wait on the broker, asked
 * for every few seconds, and those that wait here. Not a number while the broker cannot be asked.
 */
public final class SubscriptionLag implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionLag.class);

  private static final long INTERVAL_SECONDS = 5;

  private final Broker broker;
  private final IntSupplier waitingHere;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "subscription lag");
            thread.setDaemon(true);
            return thread;
          });
  private volatile double waitingOnBroker = Double.NaN;

  /**
   * Begins to ask.
   *
   * @param name the subscription, or null on a broker where nothing waits, which is not asked
   */
  public SubscriptionLag(Broker broker, @Nullable SubscriptionName name, IntSupplier waitingHere) {
    this.broker = broker;
    this.waitingHere = waitingHere;
    if (name == null) {
      waitingOnBroker = 0;
    } else {
      Future<?> unused =
          poller.scheduleWithFixedDelay(() -> poll(name), 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Asks no more. Idempotent. */
  @Override
  public void close() {
    poller.shutdownNow();
  }

  /** How many messages were posted and are not yet acknowledged. */
  public double messages() {
    return waitingOnBroker + waitingHere.getAsInt();
  }

  private void poll(SubscriptionName name) {
    try {
      waitingOnBroker =
          broker
              .subscriptionStatus(name)
              .map(SubscriptionStatus::waitingMessages)
              .map(Long::doubleValue)
              .orElse(Double.NaN);
    } catch (BrokerException e) {
      waitingOnBroker = Double.NaN;
    } catch (RuntimeException e) {
      LOG.error("the broker cannot be asked how many messages wait for {}", name, e);
      waitingOnBroker = Double.NaN;
    }
  }
}
