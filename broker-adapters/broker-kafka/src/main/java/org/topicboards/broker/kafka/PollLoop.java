package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Gap;

/**
 * The one thread that may use a consumer: polls, hands over what comes, commits, follows the topics
 * that come and go. It never runs a handler.
 */
final class PollLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

  private final String label;
  private final Consumer<byte[], byte[]> consumer;
  private final Feed feed;
  private final DeliveryLoop deliveries;
  private final AtomicReference<@Nullable Set<String>> newTopics = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean paused;
  private @Nullable String lastFailure;

  PollLoop(String label, Consumer<byte[], byte[]> consumer, Feed feed, DeliveryLoop deliveries) {
    this.label = label;
    this.consumer = consumer;
    this.feed = feed;
    this.deliveries = deliveries;
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
    try {
      boolean unused = ended.await(3 * CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (closing.getCount() > 0) {
        pollOnce();
      }
      finish();
    } catch (InterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void pollOnce() throws InterruptedException {
    try {
      Set<String> topics = newTopics.getAndSet(null);
      if (topics != null) {
        followOrRemember(topics);
      }
      feed.tend();
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
      goOnWhereRecordsAre(e.offsetOutOfRangePartitions());
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      tell(e);
      boolean unused = closing.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
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

  /**
   * What is polled and not yet handled is bounded; while that is full, only the group is tended.
   */
  private void pauseOrResume() {
    boolean full = deliveries.isFull();
    if (full) {
      consumer.pause(consumer.assignment()); // each time: there may be new partitions
    } else if (paused) {
      consumer.resume(
          consumer.paused().stream()
              .filter(partition -> feed.progress(partition) != null)
              .toList());
    }
    paused = full;
  }

  private void handOver(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      PartitionProgress progress = feed.progress(partition);
      if (progress != null) {
        deliveries.add(progress, records.records(partition));
      }
    }
  }

  /** The broker no longer has these positions: tells so, and goes on with what it still has. */
  private void goOnWhereRecordsAre(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Long> oldest = consumer.beginningOffsets(positions.keySet());
    positions.forEach(
        (partition, position) -> {
          PartitionProgress progress = feed.progress(partition);
          Long beginning = oldest.get(partition);
          if (progress == null || beginning == null) {
            return;
          }
          boolean expired = beginning > position;
          String reason =
              expired
                  ? "they expired on the broker before they were delivered"
                  : "the board was deleted and created anew on the broker";
          LOG.info("{}: offset {} of {} is gone: {}", label, position, partition, reason);
          if (progress.board() != null) {
            deliveries.add(
                new Gap(
                    progress.board(),
                    expired ? OptionalLong.of(beginning - position) : OptionalLong.empty(),
                    reason));
          }
          if (expired && beginning - position <= PartitionProgress.MOST_AHEAD) {
            consumer.seek(partition, beginning); // what was read before is still to be settled
          } else {
            feed.restart(partition, beginning);
          }
        });
  }

  private void tell(RuntimeException failure) {
    String line = ExceptionTranslator.firstLine(failure);
    if (!line.equals(lastFailure)) {
      LOG.warn("{}: cannot read, trying on: {}", label, line);
      LOG.debug("{}: cannot read", label, failure);
      lastFailure = line;
    }
  }

  private void finish() {
    try {
      feed.finish(CLOSE_TIMEOUT);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }
}
