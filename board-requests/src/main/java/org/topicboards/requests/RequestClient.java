package org.topicboards.requests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.GuaranteeNotMetException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Reception;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.Message;
import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.HistoryQuery.End;
import org.topicboards.requests.HistoryQuery.Start;
import org.topicboards.units.Durations;

/**
 * Asks the board service, whichever and wherever it is, over a broker. Thread-safe; each call
 * blocks until it is answered, and waits for the next message of an answer at most as long as the
 * client's patience.
 *
 * <p>On a transport with durable subscriptions a request waits for a service. On one that loses
 * messages requests are repeated, and what is missing of an answer is asked for again.
 *
 * <p>Beside what each method says, all of them throw
 *
 * <ul>
 *   <li>{@link RequestRefusedException} if the service answers that it cannot,
 *   <li>{@link BrokerTimeoutException} if no service answers in time,
 *   <li>any other {@link BrokerException} as the broker does,
 *   <li>{@link InterruptedException} if the thread is interrupted.
 * </ul>
 */
public final class RequestClient implements AutoCloseable {

  /** Each call waits for its own request; what is not confirmed at the end is given up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final Broker broker;
  private final String source;
  private final Duration patience;
  private final boolean isReliable;
  private final boolean isDurable;
  private final LossyPath path = new LossyPath();
  private final Publisher publisher;
  private final Replies replies;

  private RequestClient(Broker broker, String source, Duration patience) {
    this.broker = broker;
    this.source = source;
    this.patience = patience;
    this.isReliable = broker.guarantees().contains(Guarantee.AT_LEAST_ONCE);
    this.isDurable = broker.guarantees().contains(Guarantee.DURABLE_SUBSCRIPTION);
    this.publisher =
        broker.publisher(PublisherOptions.DEFAULTS.within(patience).closingWithin(CLOSE_TIMEOUT));
    this.replies = new Replies(broker);
  }

  /**
   * A client on a connected broker, which the caller closes after it. The subscription in which
   * requests wait for a service is made if there is none.
   *
   * @param source the asker, the source of its requests
   * @param patience how long to wait for a sign of the service
   * @throws BrokerException if the broker cannot be used
   */
  public static RequestClient open(Broker broker, String source, Duration patience) {
    RequestClient client = new RequestClient(broker, source, patience);
    boolean isOpen = false;
    try {
      if (client.isDurable) {
        broker.declareSubscription(RequestBoards.services());
      }
      isOpen = true;
      return client;
    } finally {
      if (!isOpen) {
        client.close();
      }
    }
  }

  /**
   * Reads history, to its end or until the reader wants no more. Its end is fixed when the service
   * begins to answer. If the query has none of its own, all that was posted before this call is in
   * it: an archive that is behind is waited for.
   */
  public void read(HistoryQuery query, HistoryReader reader) throws InterruptedException {
    if (query.end() instanceof End.Now && !(query.start() instanceof Start.Id)) {
      awaitArchive(query, reader);
    }
    HistoryExchange.Outcome unused =
        new HistoryExchange(this, query, false, SequenceWatch.of(query, reader)).run();
  }

  /** Asks for nothing until the archive has all that was posted to these boards. */
  private void awaitArchive(HistoryQuery query, HistoryReader reader) throws InterruptedException {
    HistoryQuery nothing = query.from(new Start.Last(0));
    HistoryReader waiting =
        new HistoryReader() {
          @Override
          public boolean message(HistoryMessage message) {
            return true;
          }

          @Override
          public void answered() {
            reader.answered();
          }
        };
    boolean hasAll = false;
    while (!hasAll) {
      hasAll = new HistoryExchange(this, nothing, true, waiting).run().joined();
    }
  }

  /**
   * Posts a request for history and does not wait. The answer waits in the durable subscription of
   * {@code asker}, who gets it from the board {@link RequestBoards#storedAnswers}, read by an
   * {@link AnswerReader}. It is no longer than {@link Credit#STORED}; where more follows, it says
   * where to go on.
   *
   * @param collected what the subscription is for beside the answer; it is made or changed so that
   *     it has these patterns and the board of the answer
   * @throws GuaranteeNotMetException if the transport has no durable subscriptions
   */
  public void post(HistoryQuery query, SubscriptionName asker, List<BoardPattern> collected)
      throws InterruptedException {
    broker.declareSubscription(RequestBoards.asker(asker, collected));
    Request request = new Request.History(query, false, Credit.STORED);
    publish(RequestCodec.write(request, source, RequestBoards.storedAnswers(asker)));
  }

  /** All boards of the archive, by name. */
  public List<BoardSummary> boards() throws InterruptedException {
    List<BoardSummary> boards = new ArrayList<>();
    new SimpleExchange(this, new Request.ListBoards())
        .run(line -> boards.add(BoardLines.read(line)));
    return boards;
  }

  /** The durable subscriptions on this broker that were announced, by name. */
  public List<SubscriptionSummary> subscriptions() throws InterruptedException {
    List<SubscriptionSummary> subscriptions = new ArrayList<>();
    new SimpleExchange(this, new Request.ListSubscriptions())
        .run(line -> subscriptions.add(SubscriptionLines.read(line)));
    return subscriptions;
  }

  /**
   * Has something done that is answered without content: creating, changing or deleting a board.
   * When this returns, it is done.
   */
  public void carryOut(Request request) throws InterruptedException {
    new SimpleExchange(this, request).run(line -> {});
  }

  /**
   * What was heard since the first request, where the transport may lose messages; but nothing as
   * lost in all, as what is missing of an answer is asked for again.
   */
  Optional<Reception> reception() {
    if (isReliable) {
      return Optional.empty();
    }
    Reception heard = replies.reception().orElse(new Reception(Reception.Counts.NONE, Map.of()));
    return Optional.of(new Reception(heard.total().withLost(0), heard.publishers()));
  }

  /** Stops listening for answers. A call that waits for one fails. Idempotent. */
  @Override
  public void close() {
    replies.close();
    publisher.close();
  }

  /** Posts a request; its answers come to what is returned, until that is closed. */
  Replies.Awaited ask(Request request) throws InterruptedException {
    return ask(request, replies.board());
  }

  /** The same, and everybody who {@linkplain #overhear overhears} may read the answers. */
  Replies.Awaited askInPublic(Request request) throws InterruptedException {
    BoardName unused = replies.board();
    return ask(request, RequestBoards.REPAIRS);
  }

  /** Hands over the answers to what others ask in public; to be called before the first request. */
  void overhear(Consumer<AnswerCodec.Numbered> listener) {
    replies.overhear(listener);
  }

  private Replies.Awaited ask(Request request, BoardName replyBoard) throws InterruptedException {
    Message message = RequestCodec.write(request, source, replyBoard);
    Replies.Awaited answers = replies.await(message.id());
    boolean posted = false;
    try {
      publish(message);
      posted = true;
    } finally {
      if (!posted) {
        answers.close();
      }
    }
    return answers;
  }

  /** Posts a request whose answer nobody waits for. */
  void tell(Request request) throws InterruptedException {
    publish(RequestCodec.write(request, source, replies.board()));
  }

  /** Whether the transport loses nothing, so that to wait is enough. */
  boolean isReliable() {
    return isReliable;
  }

  /** What it is like where messages are lost. */
  LossyPath path() {
    return path;
  }

  /** How long to wait for the service before giving up. */
  Duration patience() {
    return patience;
  }

  /** The service was not heard for so long. */
  BrokerTimeoutException silence(Duration waited) {
    String then =
        isDurable ? "is one running? the request waits for it" : "is one running, in this group?";
    return new BrokerTimeoutException(
        "no board service answered within " + Durations.format(waited) + ": " + then);
  }

  private void publish(Message message) throws InterruptedException {
    CompletionStage<PublishReceipt> stage = publisher.publish(RequestBoards.REQUESTS, message);
    publisher.flush();
    try {
      PublishReceipt unused =
          stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerTimeoutException(
          "the broker did not take the request within " + patience.toSeconds() + " s", e);
    }
  }
}
