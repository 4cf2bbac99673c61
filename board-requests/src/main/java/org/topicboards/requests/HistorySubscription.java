package org.topicboards.requests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.message.MessageIdentity;
import org.topicboards.requests.HistoryQuery.Start;

/**
 * History, and then live messages, as one stream without a seam: nothing is missing, nothing comes
 * twice (by identity), each publisher's messages are in order, whatever is posted meanwhile.
 *
 * <p>The live subscription is in force before history is asked for. History then goes on until the
 * archive has everything that was posted before the last request; what comes live meanwhile waits,
 * and what history has brought is dropped from it. Thread-safe.
 */
public final class HistorySubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(HistorySubscription.class);

  private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

  private final RequestClient requests;
  private final HistoryQuery query;
  private final HistoryHandler handler;
  private final ReentrantLock handlerLock = new ReentrantLock();
  private final HistoryDeliveries deliveries;
  private final RecentIdentities recent = new RecentIdentities();
  private final Thread thread = new Thread(this::run, "history");
  private final AtomicBoolean closing = new AtomicBoolean();
  private @Nullable LiveFeed feed;
  private @Nullable Subscription live;

  private HistorySubscription(
      RequestClient requests,
      SubscriptionOptions options,
      HistoryQuery query,
      HistoryHandler handler) {
    this.requests = requests;
    this.query = query;
    this.handler = handler;
    this.deliveries = new HistoryDeliveries(options, handler, handlerLock);
    thread.setDaemon(true);
  }

  /**
   * Starts with history alone: the handler is told when it has ended, and nothing follows.
   *
   * @param options for the prefetch and the retry policy; nothing is subscribed to
   */
  public static HistorySubscription historyOnly(
      RequestClient requests,
      SubscriptionOptions options,
      HistoryQuery query,
      HistoryHandler handler) {
    HistorySubscription subscription = new HistorySubscription(requests, options, query, handler);
    subscription.thread.start();
    return subscription;
  }

  /**
   * Subscribes, then starts with history. When this returns, every message published afterwards
   * will be delivered.
   *
   * @param requests a client on the same broker, closed after this
   * @param options what to subscribe to, for a time or durably
   * @param query the history; of the same boards, up to now
   * @throws IllegalArgumentException if the query ends before now
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static HistorySubscription thenLive(
      Broker broker,
      RequestClient requests,
      SubscriptionOptions options,
      HistoryQuery query,
      HistoryHandler handler) {
    if (!(query.end() instanceof HistoryQuery.End.Now) || query.start() instanceof Start.Id) {
      throw new IllegalArgumentException("a history that ends before now is not followed by live");
    }
    HistorySubscription subscription = new HistorySubscription(requests, options, query, handler);
    LiveFeed feed =
        new LiveFeed(
            handler,
            subscription.recent,
            broker.guarantees().contains(Guarantee.AT_LEAST_ONCE),
            subscription.handlerLock);
    subscription.feed = feed;
    subscription.live = broker.subscribe(options, feed);
    subscription.thread.start();
    return subscription;
  }

  @Override
  public void acknowledge(Collection<? extends Delivery> acknowledged) {
    List<Delivery> liveOnes = new ArrayList<>(acknowledged.size());
    for (Delivery delivery : acknowledged) {
      if (delivery instanceof HistoryDelivery) {
        delivery.acknowledge();
      } else {
        liveOnes.add(delivery);
      }
    }
    if (live != null && !liveOnes.isEmpty()) {
      live.acknowledge(liveOnes);
    }
  }

  /** What the transport counts of what comes live; of history alone, what it counts of that. */
  @Override
  public Optional<Reception> reception() {
    return live == null ? requests.reception() : live.reception();
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    deliveries.close();
    boolean isIdle = false;
    try {
      // A handler is left to finish the message in hand.
      isIdle = handlerLock.tryLock(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    if (isIdle) {
      handlerLock.unlock();
    }
    if (live != null) {
      live.close();
    }
    if (Thread.currentThread() != thread) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      if (feed == null) {
        requests.read(query, new Reader());
        deliveries.awaitSettled();
        end();
      } else {
        join(feed);
      }
    } catch (InterruptedException e) {
      LOG.debug("closed while history was read");
    } catch (RuntimeException e) {
      fail(e);
    } catch (Exception e) {
      fail(new IllegalStateException(e));
    }
  }

  /**
   * The first round brings what there is. Further ones bring what was archived meanwhile, until one
   * has all that was posted before it, and so all that was posted before the live subscription.
   */
  private void join(LiveFeed liveFeed) throws Exception {
    HistoryReader reader = SequenceWatch.of(query, new Reader());
    HistoryExchange.Outcome outcome = new HistoryExchange(requests, query, false, reader).run();
    boolean isOpen = false;
    while (outcome.isComplete() && !isOpen) {
      liveFeed.mend();
      HistoryQuery rest = HistoryQuery.of(query.boards(), new Start.At(outcome.end()));
      outcome = new HistoryExchange(requests, rest, true, reader).run();
      if (outcome.joined() && outcome.isComplete()) {
        isOpen = liveFeed.open();
      }
    }
    if (isOpen) {
      end();
    }
  }

  private void end() {
    handlerLock.lock();
    try {
      if (!closing.get()) {
        handler.historyEnded();
      }
    } finally {
      handlerLock.unlock();
    }
  }

  private void fail(RuntimeException failure) {
    handlerLock.lock();
    try {
      if (!closing.get()) {
        handler.historyFailed(failure);
      }
    } finally {
      handlerLock.unlock();
    }
  }

  private final class Reader implements HistoryReader {

    @Override
    public boolean message(HistoryMessage message) throws InterruptedException {
      if (!recent.add(message.board(), message.message())) {
        return true;
      }
      if (feed != null) {
        feed.covered(MessageIdentity.of(message.board(), message.message()));
      }
      return deliveries.deliver(message);
    }

    @Override
    public void answered() {
      handler.answered();
    }

    @Override
    public void expired(ExpiredMessages expired) {
      handlerLock.lock();
      try {
        handler.expired(expired);
      } finally {
        handlerLock.unlock();
      }
    }
  }
}
