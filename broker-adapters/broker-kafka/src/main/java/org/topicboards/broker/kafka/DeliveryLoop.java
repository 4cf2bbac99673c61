package org.topicboards.broker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Gap;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.message.Message;

/**
 * Runs the handler on what was polled, on a thread of its own: Kafka expels a member that does not
 * poll, however long its handler takes.
 */
final class DeliveryLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

  private final String clusterId;
  private final DeliveryDispatcher dispatcher;
  private final Prefetch prefetch;
  private final int fullMessages;
  private final long fullBytes;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger queuedMessages = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final ReentrantLock delivering = new ReentrantLock();
  private volatile Runnable roomMade = () -> {};
  private volatile boolean stopped;

  DeliveryLoop(String clusterId, SubscriptionOptions options, DeliveryDispatcher dispatcher) {
    this.clusterId = clusterId;
    this.dispatcher = dispatcher;
    this.prefetch = new Prefetch(options.prefetchMessages(), options.prefetchBytes());
    // Twice: while one lot waits for the handler, the next is polled and decoded.
    this.fullMessages = 2 * options.prefetchMessages();
    this.fullBytes = options.prefetchBytes();
  }

  /** Who is told, on the delivery thread, that a full queue has room again. */
  void onRoom(Runnable listener) {
    roomMade = listener;
  }

  /**
   * Takes what was polled of one partition.
   *
   * @param end where the partition goes on: there is no other record before
   */
  void add(PartitionProgress progress, List<ConsumerRecord<byte[], byte[]>> records, long end) {
    long bytes = 0;
    List<Received> batch = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Received received = received(record);
      bytes += received.bytes();
      batch.add(received);
    }
    queuedMessages.addAndGet(batch.size());
    queuedBytes.addAndGet(bytes);
    queue.add(new Batch(progress, batch, end, bytes));
  }

  /**
   * Decodes ahead while there is something else to deliver, so that both threads are busy alike,
   * whichever has more to do.
   */
  private Received received(ConsumerRecord<byte[], byte[]> record) {
    int bytes = Math.max(0, record.serializedValueSize());
    if (!queue.isEmpty()) {
      try {
        Message decoded = MessageMapping.message(record, clusterId);
        return new Received(record.offset(), bytes, null, decoded);
      } catch (RuntimeException e) {
        LOG.debug(
            "offset {} fails again where it is delivered, and is told there", record.offset());
      }
    }
    return new Received(record.offset(), bytes, record, null);
  }

  /** Has the handler told of a gap, before what is added later. */
  void add(Gap gap) {
    queue.add(new GapFound(gap));
  }

  /** Has something done behind what was added before. */
  void afterwards(Runnable task) {
    queue.add(new Afterwards(task));
  }

  /** Whether as much waits here as may, so that nothing more is to be polled. */
  boolean isFull() {
    return queuedMessages.get() >= fullMessages || queuedBytes.get() >= fullBytes;
  }

  /** Gives back the room of deliveries that can no longer be acknowledged. */
  void release(PartitionProgress.Outstanding outstanding) {
    prefetch.release(outstanding.messages(), outstanding.bytes());
    prefetch.wake();
  }

  /** Waits until the handler has returned from the message in hand, if it does in time. */
  void awaitHandler(long timeoutMillis) {
    prefetch.wake();
    try {
      if (delivering.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
        delivering.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the loop; what is queued is left to the next reader. */
  void stop() {
    stopped = true;
    prefetch.wake();
    queue.add(new End());
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Work work = queue.take();
        if (work instanceof Batch batch) {
          deliver(batch);
        } else if (work instanceof GapFound found) {
          dispatcher.gap(found.gap());
        } else if (work instanceof Afterwards afterwards) {
          afterwards.task().run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Batch batch) throws InterruptedException {
    // Its bytes count until they are delivered, its messages no longer: with small ones the next
    // batch is polled meanwhile, with large ones no more is held in memory.
    makeRoom(batch.received().size(), 0);
    if (deliverAll(batch)) {
      batch.progress().skipTo(batch.end());
    }
    makeRoom(0, batch.bytes());
  }

  private boolean deliverAll(Batch batch) throws InterruptedException {
    PartitionProgress progress = batch.progress();
    boolean isNear = progress.staysWithinReach(batch.end()); // nearly always, so it is asked once
    for (Received received : batch.received()) {
      if (!isNear && !awaitReach(progress, received.offset())) {
        return false;
      }
      if (!deliver(progress, received)) {
        return false;
      }
    }
    return true;
  }

  private void makeRoom(int messages, long bytes) {
    // What was counted at that very instant: a poller that saw it full is always told.
    int messagesBefore = queuedMessages.getAndAdd(-messages);
    long bytesBefore = queuedBytes.getAndAdd(-bytes);
    boolean wasFull = messagesBefore >= fullMessages || bytesBefore >= fullBytes;
    if (wasFull && !isFull()) {
      roomMade.run();
    }
  }

  /** Waits until a record can be accounted for; false if nothing more of its partition is to be. */
  private boolean awaitReach(PartitionProgress progress, long offset) throws InterruptedException {
    return progress.isWithinReach(offset)
        || prefetch.await(() -> progress.isWithinReach(offset), () -> isGivenUp(progress));
  }

  private boolean isGivenUp(PartitionProgress progress) {
    return stopped || progress.isStopped();
  }

  /** Delivers a record; false if nothing more of its partition is to be. */
  private boolean deliver(PartitionProgress progress, Received received)
      throws InterruptedException {
    long offset = received.offset();
    int bytes = received.bytes();
    if (!prefetch.take(bytes, () -> isGivenUp(progress))) {
      return false;
    }
    delivering.lock();
    try {
      if (stopped || !progress.deliver(offset, bytes)) {
        prefetch.release(1, bytes);
        return !isGivenUp(progress);
      }
      dispatcher.dispatch(
          new KafkaDelivery(prefetch, progress, offset, bytes, received.message(clusterId)));
    } catch (RuntimeException e) {
      // Left unacknowledged, so that it is not lost; it comes again to the next reader.
      LOG.error("{} at offset {} cannot be handled", progress.partition(), offset, e);
    } finally {
      delivering.unlock();
    }
    return true;
  }

  /** What there is to do. */
  private sealed interface Work {}

  private record Batch(PartitionProgress progress, List<Received> received, long end, long bytes)
      implements Work {}

  /** A polled record, still to be decoded or decoded already. */
  private record Received(
      long offset,
      int bytes,
      @Nullable ConsumerRecord<byte[], byte[]> record,
      @Nullable Message decoded) {

    Message message(String clusterId) {
      if (decoded != null) {
        return decoded;
      }
      return MessageMapping.message(Objects.requireNonNull(record), clusterId);
    }
  }

  private record GapFound(Gap gap) implements Work {}

  private record Afterwards(Runnable task) implements Work {}

  private record End() implements Work {}
}
