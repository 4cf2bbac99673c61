package org.topicboards.comparison.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.topicboards.broker.Broker;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.conformance.PassingBroker;

/** A real broker between whose subscriptions and their handlers stand known troubles. */
final class TroubledBroker extends PassingBroker {

  private final Duration delay;
  private final int lost;
  private final Duration stall;
  private final int stallAfter;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  TroubledBroker(Broker broker, Duration delay, int lost, Duration stall, int stallAfter) {
    super(broker);
    this.delay = delay;
    this.lost = lost;
    this.stall = stall;
    this.stallAfter = stallAfter;
  }

  @Override
  public Subscription subscribe(SubscriptionOptions options, MessageHandler handler) {
    AtomicInteger count = new AtomicInteger();
    return super.subscribe(options, delivery -> troubled(delivery, handler, count));
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
  public void close() {
    later.shutdown();
    super.close();
  }
}
