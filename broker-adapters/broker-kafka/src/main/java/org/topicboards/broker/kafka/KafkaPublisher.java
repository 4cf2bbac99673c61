package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;
import org.topicboards.units.Durations;
import org.topicboards.units.OneLine;

/**
 * A publisher over one idempotent producer, which itself keeps the order of a partition and sends
 * again over lost connections. What this adds is the window, and the topics' creation.
 */
final class KafkaPublisher implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

  private static final int SHOWN_CHARACTERS = 60;
  private static final long LOOK_AGAIN_MILLIS = 200;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;
  private final ConnectionWatch.Watched connection;
  private final BoardTopics topics;
  private final ExceptionTranslator translator;
  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final ScheduledExecutorService topicExecutor;
  private final Consumer<KafkaPublisher> onClosed;
  private final PublishWindow window;
  private final Map<BoardName, BoardRoute> routes = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * @param topicExecutor creates topics, one after the other
   */
  KafkaPublisher(
      Producer<byte[], byte[]> producer,
      ConnectionWatch.Watched connection,
      BoardTopics topics,
      ExceptionTranslator translator,
      PublisherOptions options,
      PublishBounds bounds,
      ScheduledExecutorService topicExecutor,
      Consumer<KafkaPublisher> onClosed) {
    this.producer = producer;
    this.connection = connection;
    this.topics = topics;
    this.translator = translator;
    this.options = options;
    this.bounds = bounds;
    this.topicExecutor = topicExecutor;
    this.onClosed = onClosed;
    this.window = new PublishWindow(options.windowMessages(), options.windowBytes());
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    long postedNanos = System.nanoTime();
    PublishFailedException fault = bounds.check(board, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(fault);
    }
    int bytes = message.body().length + message.attributeBytes();
    try {
      if (closing.get()) {
        return CompletableFuture.failedFuture(closed());
      }
      if (!window.acquire(bytes, options.timeout().toNanos())) {
        return CompletableFuture.failedFuture(overdue(board, message, null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new BrokerTimeoutException("interrupted: " + unsent(board, message), e));
    }
    BoardRoute route = routes.get(board);
    if (route == null) {
      route =
          routes.computeIfAbsent(board, name -> new BoardRoute(name, topics.names().topic(name)));
    }
    PendingSend pending = new PendingSend(this, route, message, bytes, postedNanos);
    if (route.isOpen()) {
      send(pending);
    } else if (route.enter(pending, this::send)) {
      open(route, 0);
    }
    return pending;
  }

  @Override
  public void flush() {
    try {
      producer.flush(); // does not wait for company
      awaitSettled(Long.MAX_VALUE / 2); // every message is settled by its own timeout
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      awaitSettled(options.timeout().toNanos()); // another thread is closing
      return;
    }
    awaitSettled(options.timeout().toNanos());
    connection.end();
    boolean interrupted = Thread.interrupted(); // which would have the producer throw, half closed
    producer.close(CLOSE_TIMEOUT);
    for (BoardRoute route : routes.values()) {
      route.giveUp(pending -> true).forEach(pending -> pending.fail(closed()));
    }
    onClosed.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives back the place of a message that is settled one way or the other. */
  void settled(int bytes) {
    window.release(1, bytes);
  }

  /** What the producer's failure means for a message. */
  BrokerException failure(PendingSend pending, Exception failure) {
    BoardName board = pending.route().board();
    Message message = pending.message();
    if (failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException) {
      return new PublishFailedException(
          unsent(board, message)
              + ": the broker refuses a message of its size (raise max.message.bytes of topic "
              + pending.route().topic()
              + ")",
          failure);
    }
    if (closing.get() && !ExceptionTranslator.isTimeout(failure)) {
      return closed();
    }
    pending.route().shut();
    if (ExceptionTranslator.isTimeout(failure)) {
      return overdue(board, message, failure);
    }
    BrokerException translated = translator.translate("publish to board " + board, failure);
    boolean refused = failure instanceof ApiException && !(failure instanceof RetriableException);
    return refused && translated instanceof BrokerUnavailableException
        ? new PublishFailedException(
            unsent(board, message) + ": " + ExceptionTranslator.firstLine(failure), failure)
        : translated;
  }

  private void send(PendingSend pending) {
    try {
      Future<RecordMetadata> unused =
          producer.send(MessageMapping.record(pending.route().topic(), pending.message()), pending);
    } catch (IllegalStateException e) {
      pending.fail(closed());
    } catch (KafkaException e) {
      pending.fail(failure(pending, e));
    }
  }

  /** Has a board's topic created or found, later and on another thread: it may take a while. */
  private void open(BoardRoute route, long delayMillis) {
    try {
      Future<?> unused =
          topicExecutor.schedule(() -> tryToOpen(route), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      route.giveUp(pending -> true).forEach(pending -> pending.fail(closed()));
    }
  }

  private void tryToOpen(BoardRoute route) {
    try {
      topics.ensure(route.board());
      topics.awaitLeaders(producer.partitionsFor(route.topic()));
      sendFirst(route);
    } catch (RuntimeException e) {
      BrokerException failure = translator.translate("publish to board " + route.board(), e);
      if (failure instanceof BrokerUnavailableException && !closing.get()) {
        waitOrGiveUp(route);
      } else {
        route.giveUp(pending -> true).forEach(pending -> pending.fail(failure));
      }
    }
  }

  /**
   * Sends one message ahead of all others. A leader takes any sequence number from a producer that
   * it does not know: if the first batch fails while the second is on its way, the first can never
   * follow.
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
                route.open(this::send);
              } else if (failure instanceof PublishFailedException) {
                sendFirst(route);
              } else {
                waitOrGiveUp(route);
              }
            });
    send(first);
  }

  private void waitOrGiveUp(BoardRoute route) {
    long nowNanos = System.nanoTime();
    route
        .giveUp(pending -> nowNanos - pending.postedNanos() >= options.timeout().toNanos())
        .forEach(pending -> pending.fail(overdue(route.board(), pending.message(), null)));
    if (route.isOpening()) {
      open(route, LOOK_AGAIN_MILLIS);
    }
  }

  private void awaitSettled(long timeoutNanos) {
    try {
      if (!window.awaitEmpty(timeoutNanos)) {
        LOG.warn("some messages are still unconfirmed after {}", options.timeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private BrokerException overdue(BoardName board, Message message, @Nullable Throwable cause) {
    String what = unsent(board, message) + " within " + Durations.format(options.timeout());
    return connection.isUp()
        ? new BrokerTimeoutException(what + ": the broker does not answer", cause)
        : new BrokerUnavailableException(what + ": the broker is away", cause);
  }

  private static String unsent(BoardName board, Message message) {
    return "message "
        + OneLine.of(message.id(), SHOWN_CHARACTERS)
        + " to board "
        + board
        + " was not confirmed";
  }

  private static BrokerClosedException closed() {
    return new BrokerClosedException("the publisher is closed");
  }
}
