package org.topicboards.requests;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/**
 * Listens on this client's reply board, from the first request on, and gives each answer to who
 * waits for it. What nobody waits for is dropped. Thread-safe.
 */
final class Replies implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  /** Far more than the credit lets come; what is beyond it counts as lost. */
  private static final int MOST_WAITING = 4_096;

  private final Broker broker;
  private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
  private @Nullable BoardName board;
  private @Nullable Subscription subscription;
  private volatile @Nullable Consumer<AnswerCodec.Numbered> listener;
  private boolean closed;

  Replies(Broker broker) {
    this.broker = broker;
  }

  /** Where answers are to go; listens there when this returns. */
  synchronized BoardName board() {
    if (closed) {
      throw new BrokerClosedException("the request client is closed");
    }
    if (board == null) {
      BoardName replyBoard = broker.replyBoard();
      subscription =
          broker.subscribe(
              SubscriptionOptions.ephemeral(
                  Stream.of(replyBoard, RequestBoards.REPAIRS)
                      .limit(listener == null ? 1 : 2)
                      .map(heard -> BoardPattern.of(heard.value()))
                      .toList()),
              new Feed());
      board = replyBoard;
    }
    return board;
  }

  /** Hands over answers to what others have asked in public. */
  void overhear(Consumer<AnswerCodec.Numbered> newListener) {
    listener = newListener;
  }

  /** What the transport counts since the first request, where it counts. */
  synchronized Optional<Reception> reception() {
    return subscription == null ? Optional.empty() : subscription.reception();
  }

  /** Keeps the answers to a request, until closed. */
  Awaited await(String requestId) {
    Awaited answers = new Awaited(requestId);
    awaited.put(requestId, answers);
    return answers;
  }

  @Override
  public void close() {
    Subscription toClose;
    synchronized (this) {
      closed = true;
      toClose = subscription;
      subscription = null;
    }
    awaited.values().forEach(answers -> answers.add(new Event.Closed()));
    if (toClose != null) {
      toClose.close();
    }
  }

  /** What happens to somebody who waits for an answer. */
  sealed interface Event {

    record Answered(AnswerCodec.Numbered numbered) implements Event {}

    /** Something may have been lost together with the connection. */
    record Interrupted() implements Event {}

    /** Nothing comes any more. */
    record Closed() implements Event {}
  }

  /** The answers to one request. */
  final class Awaited implements AutoCloseable {

    private final String requestId;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_WAITING);

    private Awaited(String requestId) {
      this.requestId = requestId;
    }

    /** The next event; null if there is none in time. */
    @Nullable Event poll(long timeoutNanos) throws InterruptedException {
      return events.poll(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    private void add(Event event) {
      if (!events.offer(event)) {
        LOG.debug("an answer to {} is longer than was asked for", requestId);
      }
    }

    @Override
    public void close() {
      awaited.remove(requestId);
    }
  }

  private final class Feed implements MessageHandler {

    @Override
    public void handle(Delivery delivery) {
      String requestId = AnswerCodec.requestId(delivery.message());
      Awaited answers = requestId == null ? null : awaited.get(requestId);
      Consumer<AnswerCodec.Numbered> overhearing =
          requestId != null && delivery.board().equals(RequestBoards.REPAIRS) ? listener : null;
      if (answers != null || overhearing != null) {
        try {
          AnswerCodec.Numbered numbered = AnswerCodec.read(delivery.message());
          if (answers != null) {
            answers.add(new Event.Answered(numbered));
          } else if (overhearing != null) {
            overhearing.accept(numbered);
          }
        } catch (IllegalArgumentException e) {
          LOG.warn("an answer cannot be read and counts as lost: {}", e.getMessage());
        }
      }
      delivery.acknowledge();
    }

    @Override
    public void interrupted(Instant since) {
      awaited.values().forEach(answers -> answers.add(new Event.Interrupted()));
    }
  }
}
