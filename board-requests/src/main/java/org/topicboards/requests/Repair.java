package org.topicboards.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Gap;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.MessageIdentity;
import org.topicboards.requests.HistoryQuery.Start;

/**
 * Puts together what comes live and what the archive has, for a {@link RepairedSubscription}.
 *
 * <p>The archive is asked behind a position up to which all is here, less what was heard since.
 * What it answers is handed over in its order, which is each publisher's, and before each message
 * what its publisher sent earlier and is held. Whatever was handed over once is not again, and that
 * is decided while nothing else is handed over: so it makes no difference which way is faster.
 *
 * <p>{@link #run} is the thread that asks.
 */
final class Repair implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

  /** How long a loss may hold up what follows it, and a service that answers may be silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Between two looks into the archive while messages come, and while none come. */
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int IDLE_PERIODS = 6;

  /** After a loss, so that not everybody who has it asks at once. */
  private static final long LEAST_DELAY_MILLIS = 20;

  private static final long MOST_DELAY_MILLIS = 150;

  private final RequestClient requests;
  private final List<BoardPattern> boards;
  private final HistoryHandler handler;
  private final ReentrantLock handlerLock = new ReentrantLock();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final RecentIdentities recent = new RecentIdentities();
  private final HistoryDeliveries deliveries;
  private final RepairedFeed feed = new RepairedFeed(new Exit());
  private final OverheardMessages overheard = new OverheardMessages();
  private final @Nullable OfflineCursor cursor;
  private final @Nullable MissedMessages missed;
  private final AtomicLong repaired = new AtomicLong();
  private final AtomicLong unheard = new AtomicLong();
  private final AtomicLong unrepaired = new AtomicLong();
  private volatile boolean isServed;
  private volatile boolean closed;
  private @Nullable HistoryCursor position;

  /**
   * A repair that has not begun.
   *
   * @param options the boards, prefetch and retry policy, and the name, if there is one
   * @param history what one with a name is given first, null for nothing
   */
  Repair(
      RequestClient requests,
      SubscriptionOptions options,
      @Nullable HistoryQuery history,
      HistoryHandler handler) {
    this.requests = requests;
    this.boards = options.patterns();
    this.handler = handler;
    this.deliveries =
        new HistoryDeliveries(
            options, handler, handlerLock, done -> acknowledgements.settled(identity(done)));
    requests.overhear(overheard::add);
    this.cursor =
        options
            .name()
            .map(name -> new OfflineCursor(requests, name, boards, acknowledgements))
            .orElse(null);
    this.missed =
        cursor == null ? null : new MissedMessages(requests, cursor, history, new Reader(true));
  }

  /** What the live subscription is to be handled by. */
  RepairedFeed feed() {
    return feed;
  }

  /** Whether a service has answered when it was asked last. */
  boolean isServed() {
    return isServed;
  }

  /** What became of what was lost. */
  RepairedSubscription.Repairs repairs() {
    boolean isUnderway = isServed && !closed;
    return new RepairedSubscription.Repairs(
        repaired.get(), unheard.get(), unrepaired.get() + (isUnderway ? 0 : feed.lost()));
  }

  /** Lets the handler finish the message in hand, and hands over no more. */
  void stop(long timeoutMillis) throws InterruptedException {
    closed = true;
    deliveries.close();
    if (handlerLock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
      handlerLock.unlock();
    }
  }

  /** Has the service keep how far all is acknowledged; once {@link #run} has ended. */
  void leave() throws InterruptedException {
    if (cursor != null) {
      cursor.leave(
          message ->
              recent.contains(message.board(), message.message())
                  && !acknowledgements.isUnsettled(identity(message)));
    }
  }

  @Override
  public void run() {
    try {
      if (missed == null) {
        feed.giveUp(); // nothing is held before a service has answered
      } else {
        comeBack(missed);
      }
      for (int periods = 0; !closed; periods++) {
        if (!feed.hasHole() && ((isServed && !feed.isIdle()) || periods % IDLE_PERIODS == 0)) {
          repair();
        }
        overheard.clear();
        if (feed.awaitHole(PERIOD_NANOS) && !isFilledByOthers()) {
          repair();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    } catch (RuntimeException e) {
      tell(() -> handler.historyFailed(e));
    }
  }

  /** Hands over what comes first, until nothing is missing before what comes live. */
  private void comeBack(MissedMessages messages) throws InterruptedException {
    HistoryCursor end = messages.handOver();
    if (end == null) {
      return; // closed
    }
    isServed = true;
    boolean isWhole = false;
    while (!isWhole) {
      isWhole = askBehind(position == null ? end : position);
    }
    tell(handler::historyEnded);
  }

  /** Waits for a while whether somebody else asks for all that was lost here. */
  private boolean isFilledByOthers() throws InterruptedException {
    long delayMillis = ThreadLocalRandom.current().nextLong(LEAST_DELAY_MILLIS, MOST_DELAY_MILLIS);
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    Reader reader = new Reader(false);
    while (feed.hasHole()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      HistoryMessage message = overheard.poll(Math.max(0, leftNanos));
      if (message == null) {
        return false;
      }
      PublisherPlace place = message.place();
      if (place != null && feed.fills(place)) {
        boolean isWanted = boards.stream().anyMatch(board -> board.matches(message.board()));
        boolean isClosed = isWanted && !reader.message(message);
        if (isClosed) {
          return true;
        }
        feed.release();
      }
    }
    return true;
  }

  /** Asks for what is missing; goes on without it if no service answers in time. */
  private void repair() throws InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    try {
      boolean isWhole = false;
      while (!isWhole && System.nanoTime() - deadlineNanos < 0) {
        HistoryCursor from = position == null ? firstPosition() : position;
        isWhole = askBehind(from);
        isServed = true;
        if (!from.equals(position)) {
          deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        }
      }
      if (!isWhole) {
        feed.giveUp();
      }
    } catch (BrokerTimeoutException | RequestRefusedException e) {
      LOG.debug("nothing is repaired for now: {}", e.getMessage());
      isServed = false;
      feed.giveUp();
    }
  }

  /** Where a subscriber without a name begins. What was lost before, nobody knows. */
  private HistoryCursor firstPosition() throws InterruptedException {
    HistoryQuery nothing = HistoryQuery.of(List.of(BoardPattern.ALL), new Start.Last(0));
    HistoryCursor end = ask(nothing, List.of(), message -> true).end();
    unrepaired.addAndGet(feed.forgetLosses());
    return end;
  }

  /**
   * Hands over what the archive has behind a position and was not heard, then what was held.
   *
   * @return whether all that was lost before is there, or never will be, and the rest is counted
   */
  private boolean askBehind(HistoryCursor from) throws InterruptedException {
    List<HeardMessages> heard = feed.begin();
    HistoryExchange.Outcome outcome =
        ask(HistoryQuery.of(boards, new Start.At(from)), heard, new Reader(false));
    if (!outcome.isComplete()) {
      return true; // closed
    }
    position = outcome.end();
    if (outcome.joined()) {
      unheard.addAndGet(outcome.unheard());
      feed.repaired();
      feed.release();
      acknowledgements.reached(outcome.end().afterPosition());
    }
    if (cursor != null) {
      cursor.tell();
    }
    return outcome.joined() && feed.isAllTold();
  }

  private HistoryExchange.Outcome ask(
      HistoryQuery query, List<HeardMessages> heard, HistoryReader reader)
      throws InterruptedException {
    return new HistoryExchange(requests, query, true, heard, PATIENCE, reader).run();
  }

  private void tell(Runnable news) {
    handlerLock.lock();
    try {
      if (!closed) {
        news.run();
      }
    } finally {
      handlerLock.unlock();
    }
  }

  /** Whether a message was not handed over before; from now on it was. */
  private boolean isNew(HistoryMessage message) {
    boolean isNew = recent.add(message.board(), message.message());
    if (isNew) {
      acknowledgements.given(identity(message));
    }
    return isNew;
  }

  private static MessageIdentity identity(HistoryMessage message) {
    return MessageIdentity.of(message.board(), message.message());
  }

  /** Takes what the archive has. */
  private final class Reader implements HistoryReader {

    private final boolean isComingBack;

    /**
     * A reader.
     *
     * @param isComingBack whether it takes what comes before everything live, of which nothing was
     *     lost
     */
    Reader(boolean isComingBack) {
      this.isComingBack = isComingBack;
    }

    @Override
    public boolean message(HistoryMessage message) throws InterruptedException {
      if (message.place() != null) {
        feed.passBefore(message.place());
      }
      return deliveries.deliver(message, this::isMissing);
    }

    private boolean isMissing(HistoryMessage message) {
      boolean isNew = isNew(message);
      if (isNew && !isComingBack) {
        repaired.incrementAndGet();
      }
      return isNew;
    }

    @Override
    public void answered() {
      handler.answered();
    }

    @Override
    public void expired(ExpiredMessages expired) {
      tell(() -> handler.expired(expired));
    }
  }

  /** Takes what comes live. */
  private final class Exit implements RepairedFeed.Exit {

    @Override
    public void pass(Delivery delivery) throws InterruptedException {
      boolean unused =
          deliveries.deliver(
              new HistoryMessage(delivery.board(), 0, Instant.now(), delivery.message()),
              Repair.this::isNew);
      delivery.acknowledge();
    }

    @Override
    public void interrupted(Instant since) {
      tell(() -> handler.interrupted(since));
    }

    @Override
    public void gap(Gap gap) {
      tell(() -> handler.gap(gap));
    }
  }
}
