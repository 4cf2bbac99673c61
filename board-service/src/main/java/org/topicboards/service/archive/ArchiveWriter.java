package org.topicboards.service.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.service.store.AppendResult;
import org.topicboards.service.store.MessageRefusedException;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.PostedMessage;
import org.topicboards.service.store.QuarantinedMessage;
import org.topicboards.service.store.StoreException;
import org.topicboards.service.store.StoreUnavailableException;

/**
 * Empties the queue into the store, one transaction per batch, and acknowledges what is durable.
 *
 * <p>While the store is away it tries the same batch again, for ever; nothing is acknowledged
 * meanwhile. A message that the store refuses is found by halving the batch and set aside.
 */
final class ArchiveWriter implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWriter.class);

  private final ArrivalQueue queue;
  private final MessageStore store;
  private final Consumer<Collection<Delivery>> acknowledge;
  private final ArchiveMetrics metrics;
  private final RetryPolicy retry;
  private final ConflictLog conflictLog = new ConflictLog(LOG, System::nanoTime);
  private final SetAsideLog setAsideLog = new SetAsideLog(LOG);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable String fault;

  ArchiveWriter(
      ArrivalQueue queue,
      MessageStore store,
      Consumer<Collection<Delivery>> acknowledge,
      ArchiveMetrics metrics,
      RetryPolicy retry) {
    this.queue = queue;
    this.store = store;
    this.acknowledge = acknowledge;
    this.metrics = metrics;
    this.retry = retry;
  }

  /** Why the store cannot be written to, or nothing while it can. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Has {@link #run} return after the batch in hand, or at once while the store is away. */
  void stop() {
    stopping.countDown();
    queue.close();
  }

  @Override
  public void run() {
    List<Arrival> batch = new ArrayList<>();
    try {
      while (queue.take(batch)) {
        write(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault = "the archive writer failed: " + e;
      LOG.error("the archive writer failed; nothing is archived until the service is restarted", e);
    }
  }

  private void write(List<Arrival> batch) throws InterruptedException {
    List<Delivery> posted = new ArrayList<>(batch.size());
    List<MisaddressedDelivery> misaddressed = new ArrayList<>(0);
    for (Arrival arrival : batch) {
      if (arrival instanceof Arrival.Posted toArchive) {
        posted.add(toArchive.delivery());
      } else if (arrival instanceof Arrival.Misaddressed toQuarantine) {
        misaddressed.add(toQuarantine.delivery());
      }
    }
    if (!posted.isEmpty()) {
      archive(posted);
    }
    if (!misaddressed.isEmpty()) {
      quarantineMisaddressed(misaddressed);
    }
  }

  private void archive(List<Delivery> deliveries) throws InterruptedException {
    List<PostedMessage> batch = new ArrayList<>(deliveries.size());
    for (Delivery delivery : deliveries) {
      batch.add(new PostedMessage(delivery.board(), delivery.message()));
    }
    try {
      Optional<AppendResult> result = persistently(() -> store.append(batch));
      if (result.isPresent()) {
        count(result.get(), batch.size());
        acknowledge.accept(deliveries);
      }
    } catch (MessageRefusedException e) {
      if (deliveries.size() == 1) {
        quarantineRefused(deliveries.get(0), e);
      } else {
        int half = deliveries.size() / 2;
        archive(deliveries.subList(0, half));
        archive(deliveries.subList(half, deliveries.size()));
      }
    }
  }

  private void quarantineRefused(Delivery delivery, MessageRefusedException refusal)
      throws InterruptedException {
    String reason = String.valueOf(refusal.getMessage());
    if (quarantine(
        List.of(new QuarantinedMessage(delivery.board().value(), delivery.message(), reason)))) {
      LOG.warn("the store refused a message, set aside in the quarantine table: {}", reason);
      acknowledge.accept(List.of(delivery));
    }
  }

  private void quarantineMisaddressed(List<MisaddressedDelivery> deliveries)
      throws InterruptedException {
    List<QuarantinedMessage> batch =
        deliveries.stream()
            .map(
                delivery ->
                    new QuarantinedMessage(
                        delivery.address(), delivery.message(), "its address is no board name"))
            .toList();
    if (quarantine(batch)) {
      deliveries.forEach(MisaddressedDelivery::acknowledge);
    }
  }

  private boolean quarantine(List<QuarantinedMessage> batch) throws InterruptedException {
    Optional<Integer> stored =
        persistently(
            () -> {
              try {
                return store.quarantine(batch);
              } catch (MessageRefusedException e) {
                // There is nowhere left to put it but the broker, where it is now.
                throw new StoreUnavailableException(
                    "the quarantine table takes no message (" + e.getMessage() + ")", e);
              }
            });
    stored.ifPresent(metrics.quarantined::increment);
    return stored.isPresent();
  }

  /**
   * Does {@code work} until the store lets it be done; nothing if stopped before.
   *
   * @throws MessageRefusedException as {@code work} does
   */
  private <T> Optional<T> persistently(Supplier<T> work) throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        T result = metrics.commit.record(work);
        available();
        return Optional.ofNullable(result);
      } catch (StoreUnavailableException e) {
        unavailable(e);
      }
      long delayMillis = retry.delayAfter(attempts).toMillis();
      if (stopping.await(delayMillis, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    }
  }

  private void count(AppendResult result, int batchSize) {
    metrics.batchSize.record(batchSize);
    metrics.archived.increment(result.stored());
    metrics.setAside.increment(
        result.setAside().values().stream().mapToInt(Integer::intValue).sum());
    metrics.duplicates.increment(result.duplicates());
    metrics.conflicts.increment(result.conflicts().size());
    conflictLog.add(result.conflicts());
    setAsideLog.add(result.setAside());
  }

  private void unavailable(StoreException failure) {
    metrics.failedCommits.increment();
    if (fault == null) {
      LOG.warn(
          "the store is not available, messages wait unacknowledged on the broker: {}",
          failure.getMessage());
    }
    fault = failure.getMessage();
  }

  private void available() {
    if (fault != null) {
      fault = null;
      LOG.info("the store is available again");
    }
  }
}
