package org.topicboards.service.archive;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.SubscriptionName;

/**
 * How far the archive is behind: messages that wait on the broker, asked for every few seconds, and
 * those that wait here. Not a number while the broker cannot be asked.
 */
final class ArchiveLag implements AutoCloseable {

  private static final long INTERVAL_SECONDS = 5;

  private final Broker broker;
  private final IntSupplier waitingHere;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "archive lag");
            thread.setDaemon(true);
            return thread;
          });
  private volatile double waitingOnBroker = Double.NaN;

  /**
   * Begins to ask.
   *
   * @param durable false on a broker where nothing waits, which is then not asked
   */
  ArchiveLag(Broker broker, boolean durable, IntSupplier waitingHere) {
    this.broker = broker;
    this.waitingHere = waitingHere;
    if (durable) {
      Future<?> unused =
          poller.scheduleWithFixedDelay(this::poll, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    } else {
      waitingOnBroker = 0;
    }
  }

  @Override
  public void close() {
    poller.shutdownNow();
  }

  /** How many messages were posted and are not yet archived. */
  double messages() {
    return waitingOnBroker + waitingHere.getAsInt();
  }

  private void poll() {
    try {
      waitingOnBroker =
          broker
              .subscriptionStatus(SubscriptionName.ARCHIVE)
              .map(SubscriptionStatus::waitingMessages)
              .map(Long::doubleValue)
              .orElse(Double.NaN);
    } catch (BrokerException e) {
      waitingOnBroker = Double.NaN;
    }
  }
}
