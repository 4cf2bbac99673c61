package org.topicboards.service.requests;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.RetryPolicy;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.requests.Answer;
import org.topicboards.requests.Request;
import org.topicboards.requests.RequestBoards;
import org.topicboards.requests.RequestCodec;
import org.topicboards.service.archive.Archive;
import org.topicboards.service.archive.ArchiveView;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.store.MessageStore;
import org.topicboards.service.store.StoreException;
import org.topicboards.service.store.StoreUnavailableException;

/**
 * Answers requests on one broker, from {@link #start} to {@link #close}. A request is acknowledged
 * when the broker has its whole answer, so that another service answers it should this one die.
 * Thread-safe.
 */
public final class RequestService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RequestService.class);

  /** Requests in hand; others wait on the broker, or for other services. */
  private static final int MOST_REQUESTS = 200;

  private static final long MOST_REQUEST_BYTES = 4 << 20;

  /** Pages on their way to the broker, of all answers together. */
  private static final int WINDOW_MESSAGES = 200;

  private static final long WINDOW_BYTES = 16 << 20;

  private final Broker broker;
  private final Answers answers;
  private final RequestMetrics metrics;
  private final String source = "board-service/" + UUID.randomUUID();
  private final boolean isReliable;
  private final Publisher publisher;
  private final AnswerLoop loop;
  private final ArchiveWait archive;
  private @Nullable Subscription subscription;

  private RequestService(
      String name,
      Broker broker,
      Answers answers,
      ArchiveView archiveView,
      MeterRegistry registry) {
    this.broker = broker;
    this.answers = answers;
    this.isReliable = broker.guarantees().contains(Guarantee.AT_LEAST_ONCE);
    this.publisher =
        broker.publisher(PublisherOptions.DEFAULTS.window(WINDOW_MESSAGES, WINDOW_BYTES));
    this.loop = new AnswerLoop(name, archiveView.isBusy());
    this.metrics = new RequestMetrics(registry, name, loop::size);
    this.archive = new ArchiveWait(broker);
  }

  /**
   * Begins to answer. The caller keeps the broker and the store, and closes them afterwards.
   *
   * @param name the broker's name, for the metrics and the registry of subscriptions
   * @param archiveView what is known of the archive on this broker ({@link Archive#view})
   * @param expiry when abandoned subscriptions are removed
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static RequestService start(
      String name,
      Broker broker,
      MessageStore store,
      ArchiveView archiveView,
      MeterRegistry registry,
      SubscriptionExpiry expiry) {
    Answers answers = new Answers(name, broker, store, archiveView.heardPlaces(), expiry);
    RequestService service = new RequestService(name, broker, answers, archiveView, registry);
    boolean isListening = false;
    try {
      service.listen();
      isListening = true;
      return service;
    } finally {
      if (!isListening) {
        service.close();
      }
    }
  }

  private void listen() {
    SubscriptionOptions options =
        broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION)
            ? RequestBoards.services()
            : SubscriptionOptions.ephemeral(
                List.of(BoardPattern.of(RequestBoards.REQUESTS.value())));
    subscription =
        broker.subscribe(
            options.prefetch(MOST_REQUESTS, MOST_REQUEST_BYTES).retrying(RetryPolicy.FOR_EVER),
            new Feed());
  }

  /**
   * Stops after the page in hand. Requests that are not answered to the end stay on the broker.
   * Idempotent.
   */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    archive.close();
    loop.close();
    publisher.close();
    metrics.close();
  }

  private void begin(RequestCodec.Posted posted, Delivery delivery) {
    Reply reply = new Reply(publisher, source, posted.id(), posted.replyBoard());
    Request request = posted.request();
    if (request instanceof Request.History history && (history.join() || reply.isStored())) {
      CompletableFuture<Void> unused =
          archive.begin().thenAccept(hasAll -> answer(history, hasAll, reply, delivery));
      return;
    }
    answer(answers.to(request, false, reply), reply, delivery);
  }

  /** Answers as far as the archive is, unless nobody is there to ask again for the rest. */
  private void answer(Request.History history, boolean hasAll, Reply reply, Delivery delivery) {
    if (reply.isStored() && !hasAll) {
      delivery.retry("the archive has not all yet that was posted before"); // its asker has time
      return;
    }
    answer(answers.to(history, history.join() && hasAll, reply), reply, delivery);
  }

  private void answer(Answering answering, Reply reply, Delivery delivery) {
    loop.add(() -> step(answering, reply, delivery));
  }

  private boolean step(Answering answering, Reply reply, Delivery delivery) {
    try {
      if (answering.step()) {
        return true;
      }
      if (answering instanceof HistoryAnswer history) {
        metrics.messages.increment((double) history.sentMessages());
        metrics.unheard.increment((double) history.unheardMessages());
      }
    } catch (RefusedException e) {
      refuse(e.refusal(), reply);
    } catch (IllegalArgumentException e) {
      refuse(new Answer.Refusal(Answer.Reason.BAD_REQUEST, String.valueOf(e.getMessage())), reply);
    } catch (StoreException e) {
      if (reply.isStored() && e instanceof StoreUnavailableException) {
        delivery.retry(String.valueOf(e.getMessage())); // its asker has time
        return false;
      }
      refuse(
          new Answer.Refusal(
              Answer.Reason.UNAVAILABLE,
              "the archive cannot be read at the moment: " + e.getMessage()),
          reply);
    } catch (RuntimeException e) {
      LOG.error("a request could not be answered", e);
      refuse(
          new Answer.Refusal(
              Answer.Reason.UNAVAILABLE, "the board service failed on the request: " + e),
          reply);
    }
    finish(reply, delivery);
    return false;
  }

  private void refuse(Answer.Refusal refusal, Reply reply) {
    metrics.refused.increment();
    reply.send(refusal);
  }

  private void finish(Reply reply, Delivery delivery) {
    if (!isReliable) {
      publisher.flush();
    }
    CompletableFuture<Void> unused =
        reply
            .settled()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && isPassing(failure)) {
                    delivery.retry(String.valueOf(failure.getMessage()));
                    return;
                  }
                  if (failure != null) {
                    LOG.warn("an answer could not be posted: {}", failure.getMessage());
                  }
                  metrics.answered.increment();
                  delivery.acknowledge();
                });
  }

  private static boolean isPassing(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof BrokerUnavailableException
        || cause instanceof BrokerTimeoutException
        || cause instanceof BrokerClosedException;
  }

  private final class Feed implements MessageHandler {

    @Override
    public void handle(Delivery delivery) {
      Message message = delivery.message();
      try {
        begin(RequestCodec.read(message), delivery);
      } catch (IllegalArgumentException e) {
        RequestCodec.replyBoard(message)
            .ifPresentOrElse(
                board -> answerMalformed(message, board, e, delivery),
                () -> {
                  LOG.warn("a request from {} cannot be answered: {}", message, e.getMessage());
                  metrics.refused.increment();
                  delivery.acknowledge();
                });
      }
    }
  }

  private void answerMalformed(
      Message message, BoardName board, IllegalArgumentException fault, Delivery delivery) {
    Reply reply = new Reply(publisher, source, message.id(), board);
    answer(
        () -> {
          throw new RefusedException(
              Answer.Reason.BAD_REQUEST, "the request cannot be understood: " + fault.getMessage());
        },
        reply,
        delivery);
  }
}
