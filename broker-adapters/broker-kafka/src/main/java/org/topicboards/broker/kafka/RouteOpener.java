package org.topicboards.broker.kafka;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;

/**
 * Opens the routes of one publisher: has the board's topic created or found, and sends one message
 * to a partition ahead of all others. Nobody waits for it, and no board for another.
 */
final class RouteOpener {

  private static final long LOOK_AGAIN_MILLIS = 200;

  private final KafkaPublisher publisher;
  private final Producer<byte[], byte[]> producer;
  private final BoardTopics topics;
  private final ExceptionTranslator translator;
  private final long timeoutMillis;
  private final ScheduledExecutorService executor;

  /**
   * An opener.
   *
   * @param timeoutMillis how long a message may wait
   */
  RouteOpener(
      KafkaPublisher publisher,
      Producer<byte[], byte[]> producer,
      BoardTopics topics,
      ExceptionTranslator translator,
      long timeoutMillis,
      ScheduledExecutorService executor) {
    this.publisher = publisher;
    this.producer = producer;
    this.topics = topics;
    this.translator = translator;
    this.timeoutMillis = timeoutMillis;
    this.executor = executor;
  }

  /** Opens a route in which a message waits. Does not block. */
  void open(BoardRoute route) {
    CompletionStage<Integer> unused =
        topics
            .open(route.board())
            .toCompletableFuture()
            .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
            .whenComplete(
                (partitions, failure) -> later(() -> opened(route, partitions, failure), route, 0));
  }

  private void later(Runnable task, BoardRoute route, long delayMillis) {
    try {
      Future<?> unused = executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      failAll(route, KafkaPublisher.closed());
    }
  }

  private void opened(BoardRoute route, @Nullable Integer partitions, @Nullable Throwable failure) {
    if (failure != null || partitions == null) {
      failed(route, failure == null ? new IllegalStateException("no partitions") : failure);
      return;
    }
    try {
      // Waits for the producer's own knowledge of the topic, as sending would.
      List<PartitionInfo> unused = producer.partitionsFor(route.topic());
      route.found(partitions);
      sendFirst(route);
    } catch (RuntimeException e) {
      failed(route, e);
    }
  }

  private void failed(BoardRoute route, Throwable cause) {
    BrokerException failure = translator.translate("publish to board " + route.board(), cause);
    boolean passes =
        failure instanceof BrokerUnavailableException || failure instanceof BrokerTimeoutException;
    if (passes) {
      waitOrGiveUp(route);
    } else {
      failAll(route, failure);
    }
  }

  /**
   * Sends one message ahead of all others of its partition. A leader takes any sequence number from
   * a producer that it does not know: if the first batch fails while the second is on its way, the
   * first can never follow.
   */
  private void sendFirst(BoardRoute route) {
    PendingSend first = route.first();
    if (first == null) {
      return;
    }
    CompletionStage<PublishReceipt> unused =
        first.whenComplete(
            (receipt, failure) -> {
              if (failure == null) {
                route.open(first, publisher::send);
                sendFirst(route);
              } else if (failure instanceof PublishFailedException) {
                sendFirst(route);
              } else {
                failed(route, failure);
              }
            });
    publisher.send(first);
  }

  private void waitOrGiveUp(BoardRoute route) {
    long nowNanos = System.nanoTime();
    route
        .giveUp(
            pending ->
                nowNanos - pending.postedNanos() >= TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
        .forEach(pending -> pending.fail(publisher.overdue(pending, null)));
    if (route.isOpening()) {
      later(() -> open(route), route, LOOK_AGAIN_MILLIS);
    }
  }

  private static void failAll(BoardRoute route, BrokerException failure) {
    route.giveUp(pending -> true).forEach(pending -> pending.fail(failure));
  }
}
