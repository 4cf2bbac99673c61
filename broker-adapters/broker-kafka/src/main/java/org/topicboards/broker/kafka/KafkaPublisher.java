package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
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
final class KafkaPublisher implements Publisher, PendingSend.Sender {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

  private static final int SHOWN_CHARACTERS = 60;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;
  private final ConnectionWatch.Watched connection;
  private final BoardTopics topics;
  private final ExceptionTranslator translator;
  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final RouteOpener opener;
  private final Consumer<KafkaPublisher> onClosed;
  private final PublishWindow window;
  private final Map<BoardName, BoardRoute> routes = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * @param topicExecutor what looks for topics may wait there
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
    this.opener =
        new RouteOpener(
            this, producer, topics, translator, options.timeout().toMillis(), topicExecutor);
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
        return CompletableFuture.failedFuture(overdue(unsent(board, message), null));
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
    if (route.isOpen(message)) {
      send(pending);
    } else if (route.enter(pending, this::send)) {
      opener.open(route);
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
      awaitSettled(options.closeTimeout().toNanos()); // another thread is closing
      return;
    }
    awaitSettled(options.closeTimeout().toNanos());
    connection.end();
    boolean interrupted = Thread.interrupted(); // which would have the producer throw, half closed
    try {
      producer.close(CLOSE_TIMEOUT);
    } catch (InterruptException e) {
      interrupted = true; // it is closed nevertheless
    } catch (KafkaException e) {
      LOG.debug("a producer was not closed in order", e);
    }
    for (BoardRoute route : routes.values()) {
      route.giveUp(pending -> true).forEach(pending -> pending.fail(closed()));
    }
    onClosed.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void settled(int bytes) {
    window.release(1, bytes);
  }

  @Override
  public BrokerException failure(PendingSend pending, Exception failure) {
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
      return overdue(pending, failure);
    }
    BrokerException translated = translator.translate("publish to board " + board, failure);
    boolean refused = failure instanceof ApiException && !(failure instanceof RetriableException);
    return refused && translated instanceof BrokerUnavailableException
        ? new PublishFailedException(
            unsent(board, message) + ": " + ExceptionTranslator.firstLine(failure), failure)
        : translated;
  }

  /** Hands a message to the producer. */
  void send(PendingSend pending) {
    try {
      Future<RecordMetadata> unused =
          producer.send(MessageMapping.record(pending.route().topic(), pending.message()), pending);
    } catch (IllegalStateException e) {
      pending.fail(closed());
    } catch (KafkaException e) {
      pending.fail(failure(pending, e));
    }
  }

  private void awaitSettled(long timeoutNanos) {
    try {
      if (!window.awaitEmpty(timeoutNanos)) {
        LOG.warn("some messages are still unconfirmed after {}", options.closeTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A message was not confirmed in time. */
  BrokerException overdue(PendingSend pending, @Nullable Throwable cause) {
    return overdue(unsent(pending.route().board(), pending.message()), cause);
  }

  private BrokerException overdue(String unsent, @Nullable Throwable cause) {
    String what = unsent + " within " + Durations.format(options.timeout());
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

  static BrokerClosedException closed() {
    return new BrokerClosedException("the publisher is closed");
  }
}
