package org.topicboards.requests;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUri;
import org.topicboards.broker.Brokers;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;

/**
 * A subscription on a transport that loses messages and keeps none, made better by a board service:
 * what was lost is put back in its place from the archive, and a subscriber with a name gets what
 * was archived while it was away. Each message comes once, each publisher's in order. What neither
 * arrives nor is heard by the service is lost, and counted.
 *
 * <p>The archive is asked a moment after a loss, at random, so that not all who have it ask at
 * once, and every few seconds, because nobody may tell that a publisher's last message was lost.
 * What a publisher sent after a loss waits some seconds at most, then it goes on without.
 *
 * <p>How far a subscriber with a name has acknowledged is kept by the service. What is not
 * acknowledged is given again to the next subscriber of that name; one at a time may use it.
 *
 * <p>Without a service a subscription without a name is as lossy as its transport. Thread-safe.
 */
public final class RepairedSubscription implements Subscription {

  /** What may be held while a loss is being repaired. */
  private static final int MOST_HELD_MESSAGES = 20_000;

  private static final long MOST_HELD_BYTES = 32L << 20;

  private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

  private final Repair repair;
  private final Subscription live;
  private final Thread thread;
  private final AtomicBoolean closing = new AtomicBoolean();

  private RepairedSubscription(Repair repair, Subscription live) {
    this.repair = repair;
    this.live = live;
    this.thread = new Thread(repair, "repair");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What became of what was lost.
   *
   * @param repaired messages put back from the archive
   * @param unheard lost, and not heard by the service either
   * @param unrepaired lost while no service answered, whatever boards they were for
   */
  public record Repairs(long repaired, long unheard, long unrepaired) {}

  /**
   * Whether this is for the broker at {@code uri}: its transport loses messages, and the URI does
   * not say {@code repair=off}.
   *
   * @throws BrokerException as {@link Brokers#guarantees} does
   */
  public static boolean isFor(BrokerUri uri) {
    return !Brokers.guarantees(uri).contains(Guarantee.AT_LEAST_ONCE)
        && !"off".equals(uri.parameters().get("repair"));
  }

  /**
   * Starts. Every message posted after this returned is delivered, if it arrives or the service
   * hears it. With a name, {@link HistoryHandler#historyEnded} tells when all that waited was
   * handed over, and {@link HistoryHandler#historyFailed} if no service answers within the client's
   * patience.
   *
   * @param requests a client on the same broker, closed after this
   * @param options what to subscribe to, and the subscriber's name, if it has one
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static RepairedSubscription start(
      Broker broker, RequestClient requests, SubscriptionOptions options, HistoryHandler handler) {
    return start(broker, requests, options, null, handler);
  }

  /**
   * The same, and hands over a history before what waits for the name, which then comes without
   * what the history has brought. {@link HistoryHandler#historyFailed} also tells if the history
   * cannot be had.
   *
   * @param options what to subscribe to, and the subscriber's name
   * @param history the history; of the same boards, up to now
   * @throws IllegalArgumentException if there is no name, or the query is another
   * @throws BrokerException as {@link Broker#subscribe} does
   */
  public static RepairedSubscription startWithHistory(
      Broker broker,
      RequestClient requests,
      SubscriptionOptions options,
      HistoryQuery history,
      HistoryHandler handler) {
    if (options.name().isEmpty()
        || !history.boards().equals(options.patterns())
        || !(history.end() instanceof HistoryQuery.End.Now)
        || history.start() instanceof HistoryQuery.Start.Id) {
      throw new IllegalArgumentException(
          "only a history of the same boards, up to now, goes before what waits for a name");
    }
    return start(broker, requests, options, history, handler);
  }

  private static RepairedSubscription start(
      Broker broker,
      RequestClient requests,
      SubscriptionOptions options,
      @Nullable HistoryQuery history,
      HistoryHandler handler) {
    Repair repair = new Repair(requests, options, history, handler);
    SubscriptionOptions liveOptions =
        SubscriptionOptions.ephemeral(options.patterns())
            .prefetch(MOST_HELD_MESSAGES, MOST_HELD_BYTES);
    return new RepairedSubscription(repair, broker.subscribe(liveOptions, repair.feed()));
  }

  /** Whether a service has answered when it was asked last, so that losses are being repaired. */
  public boolean isServed() {
    return repair.isServed();
  }

  /** What was repaired so far. Still readable after {@link #close}. */
  public Repairs repairs() {
    return repair.repairs();
  }

  @Override
  public void acknowledge(Collection<? extends Delivery> acknowledged) {
    acknowledged.forEach(Delivery::acknowledge);
  }

  /** What the transport counts; but of what was lost, in all, only what could not be repaired. */
  @Override
  public Optional<Reception> reception() {
    Repairs repairs = repairs();
    long lost = repairs.unheard() + repairs.unrepaired();
    return live.reception()
        .map(heard -> new Reception(heard.total().withLost(lost), heard.publishers()));
  }

  /** Stops, then tells the service how far all is acknowledged, for some seconds at most. */
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    try {
      repair.stop(CLOSE_TIMEOUT_MILLIS);
      thread.interrupt();
      if (Thread.currentThread() != thread) {
        thread.join(CLOSE_TIMEOUT_MILLIS);
        repair.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      live.close();
    }
  }
}
