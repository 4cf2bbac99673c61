package org.topicboards.comparison.load;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.Guarantee;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.SubscriptionStatus;
import org.topicboards.message.BoardName;
import org.topicboards.message.SubscriptionName;

/** A real broker between whose subscriptions and their handlers stand known troubles. */
final class TroubledBroker implements Broker {

  private final Broker broker;
  private final Duration delay;
  private final int lost;
  private final Duration stall;
  private final int stallAfter;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  TroubledBroker(Broker broker, Duration delay, int lost, Duration stall, int stallAfter) {
    this.broker = broker;
    this.delay = delay;
    this.lost = lost;
    this.stall = stall;
    this.stallAfter = stallAfter;
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    AtomicInteger count = new AtomicInteger();
    return broker.subscribe(options, delivery -> troubled(delivery, handler, count));
  }

  private void troubled(Delivery delivery, MessageHandler handler, AtomicInteger count) {
    int number = count.incrementAndGet();
    if (lost > 0 && number % lost == 0) {
      delivery.acknowledge();
      return;
    }
    if (number == stallAfter) {
      long endNanos = System.nanoTime() + stall.toNanos();
      while (System.nanoTime() < endNanos) {
        LockSupport.parkNanos(endNanos - System.nanoTime());
      }
    }
    if (delay.isZero()) {
      handle(delivery, handler);
    } else {
      ScheduledFuture<?> unused =
          later.schedule(() -> handle(delivery, handler), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static void handle(Delivery delivery, MessageHandler handler) {
    try {
      handler.handle(delivery);
    } catch (Exception e) {
      delivery.retry(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Publisher publisher(PublisherOptions options) {
    return broker.publisher(options);
  }

  @Override
  public void declareSubscription(SubscriptionOptions options) {
    broker.declareSubscription(options);
  }

  @Override
  public BoardName replyBoard() {
    return broker.replyBoard();
  }

  @Override
  public boolean awaitArchived(Duration timeout) throws InterruptedException {
    return broker.awaitArchived(timeout);
  }

  @Override
  public Optional<SubscriptionStatus> subscriptionStatus(SubscriptionName name) {
    return broker.subscriptionStatus(name);
  }

  @Override
  public boolean removeSubscription(SubscriptionName name) {
    return broker.removeSubscription(name);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return broker.guarantees();
  }

  @Override
  public boolean isConnected() {
    return broker.isConnected();
  }

  @Override
  public void close() {
    later.shutdown();
    broker.close();
  }
}
