package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.ConnectionListener;

/**
 * The one thread that may use a consumer: polls, hands over what comes, commits, follows the topics
 * that come and go. It never runs a handler.
 */
final class PollLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;
  private static final long REFUSED_AGAIN_NANOS = 10_000_000_000L;

  private final String label;
  private final Consumer<byte[], byte[]> consumer;
  private final Feed feed;
  private final DeliveryLoop deliveries;
  private final ConnectionListener listener;
  private final LostPositions lost;
  private final AtomicReference<@Nullable Set<String>> newTopics = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** What may not be read, so that it does not hold up the rest. */
  private final Set<String> refusedTopics = new HashSet<>();

  private final Set<String> warnings = new HashSet<>();
  private volatile @Nullable Thread runner;
  private long refusedNanos;
  private boolean paused;
  private @Nullable String lastFailure;

  PollLoop(
      String label,
      Consumer<byte[], byte[]> consumer,
      Feed feed,
      DeliveryLoop deliveries,
      ConnectionListener listener) {
    this.label = label;
    this.consumer = consumer;
    this.feed = feed;
    this.deliveries = deliveries;
    this.listener = listener;
    this.lost = new LostPositions(label, consumer, feed, deliveries);
    deliveries.onRoom(consumer::wakeup);
  }

  /** Reads these topics from now on. Any thread. */
  void follow(Set<String> topics) {
    newTopics.set(topics);
    consumer.wakeup();
  }

  /** Commits, leaves and closes the consumer; waits for it, at most a few seconds. Any thread. */
  void close() {
    closing.countDown();
    consumer.wakeup();
    if (Thread.currentThread() == runner) {
      return; // from a listener that was told of a failure
    }
    try {
      boolean unused = ended.await(3 * CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    runner = Thread.currentThread();
    try {
      while (closing.getCount() > 0) {
        pollOnce();
      }
      feed.finish(CLOSE_TIMEOUT);
    } catch (InterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("{}: not closed in order: {}", label, ExceptionTranslator.firstLine(e));
    } finally {
      closeConsumer();
      ended.countDown();
    }
  }

  private void closeConsumer() {
    try {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } catch (RuntimeException e) {
      LOG.debug("{}: the consumer was not closed in order", label, e);
    }
  }

  private void pollOnce() throws InterruptedException {
    try {
      Set<String> topics = newTopics.getAndSet(null);
      if (topics != null) {
        followOrRemember(topics);
      }
      feed.tend();
      lost.goOnWhereRecordsAre();
      pauseOrResume();
      if (consumer.subscription().isEmpty() && consumer.assignment().isEmpty()) {
        // There is no such board yet; Kafka's consumer refuses to poll nothing.
        boolean unused = closing.await(POLL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        handOver(consumer.poll(POLL_TIMEOUT));
      }
      lastFailure = null;
    } catch (WakeupException e) {
      // there is room again, or something else to do
    } catch (OffsetOutOfRangeException e) {
      lost.add(e.offsetOutOfRangePartitions());
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      tell(e);
      if (!(e instanceof TopicAuthorizationException refused) || !passOver(refused)) {
        boolean unused = closing.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void followOrRemember(Set<String> topics) {
    boolean followed = false;
    try {
      feed.follow(topics);
      followed = true;
    } finally {
      if (!followed) {
        newTopics.compareAndSet(null, topics);
      }
    }
  }

  /** Reads on without some topics; false if they are passed over already. */
  private boolean passOver(TopicAuthorizationException failure) {
    refusedNanos = System.nanoTime();
    return refusedTopics.addAll(failure.unauthorizedTopics());
  }

  /**
   * What is polled and not yet handled is bounded; while that is full, only the group is tended.
   */
  private void pauseOrResume() {
    boolean full = deliveries.isFull();
    boolean again =
        !refusedTopics.isEmpty() && System.nanoTime() - refusedNanos > REFUSED_AGAIN_NANOS;
    if (again) {
      refusedTopics.clear();
    }
    if (full) {
      consumer.pause(consumer.assignment()); // each time: there may be new partitions
    } else {
      if (paused || again) {
        consumer.resume(
            consumer.paused().stream()
                .filter(partition -> feed.progress(partition) != null)
                .toList());
      }
      if (!refusedTopics.isEmpty()) {
        consumer.pause(
            consumer.assignment().stream()
                .filter(partition -> refusedTopics.contains(partition.topic()))
                .toList());
      }
    }
    paused = full;
  }

  private void handOver(ConsumerRecords<byte[], byte[]> records) {
    records
        .nextOffsets()
        .forEach(
            (partition, next) -> {
              PartitionProgress progress = feed.progress(partition);
              if (progress != null) {
                deliveries.add(progress, records.records(partition), next.offset());
              }
            });
  }

  /** Tells each failure once, to the user too where it does not pass by itself. */
  private void tell(RuntimeException failure) {
    String line = ExceptionTranslator.firstLine(failure);
    if (!line.equals(lastFailure)) {
      LOG.warn("{}: cannot read, trying on: {}", label, line);
      LOG.debug("{}: cannot read", label, failure);
      lastFailure = line;
    }
    if (failure instanceof ApiException && !(failure instanceof RetriableException)) {
      feed.refused(failure);
      if (warnings.add(line)) {
        listener.warned(label + ": cannot read, trying on: " + line);
      }
    }
  }
}
