package org.topicboards.broker.multicast;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.ConnectOptions;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.Reception;
import org.topicboards.broker.Subscription;
import org.topicboards.broker.SubscriptionOptions;
import org.topicboards.broker.spi.DeliveryDispatcher;
import org.topicboards.broker.spi.PublishWindow;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A member of the group. One thread does nothing but take datagrams from the socket into a queue;
 * another decodes them and runs the handler. When the handler is slower than the group, the queue
 * fills up and what comes then is dropped, which the numbers of what follows show as lost.
 */
final class MulticastSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(MulticastSubscription.class);

  /** Half a second of the default rate. */
  private static final int QUEUE_BYTES = 8 << 20;

  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FAULT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(30);

  private final MulticastGroup group;
  private final ConnectOptions connectOptions;
  private final DatagramFilter filter;
  private final Consumer<MulticastSubscription> onClosed;
  private final DeliveryDispatcher dispatcher;
  private final PublishWindow prefetch;
  private final DatagramDecoder decoder;
  private final DatagramQueue queue = new DatagramQueue(QUEUE_BYTES);
  private final ReceivingSocket socket;
  private final Thread receiver = new Thread(this::receive, "multicast receiver");
  private final Thread deliverer = new Thread(this::deliver, "multicast delivery");
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean isUp = true;

  /** Of the receiving thread. */
  private long brokenSinceNanos;

  /** Joins the group; on return the subscription is in force. */
  MulticastSubscription(
      MulticastGroup group,
      long prefix,
      ConnectOptions connectOptions,
      SubscriptionOptions options,
      DeliveryDispatcher dispatcher,
      DatagramFilter filter,
      Consumer<MulticastSubscription> onClosed) {
    this.group = group;
    this.connectOptions = connectOptions;
    this.filter = filter;
    this.onClosed = onClosed;
    this.dispatcher = dispatcher;
    this.prefetch = new PublishWindow(options.prefetchMessages(), options.prefetchBytes());
    this.decoder =
        new DatagramDecoder(
            new DatagramReader(prefix, group.key()), options.patterns(), new Deliveries());
    this.socket = group.openReceiver();
  }

  void start() {
    receiver.setDaemon(true);
    deliverer.setDaemon(true);
    receiver.start();
    deliverer.start();
  }

  boolean isUp() {
    return isUp && !closing.get();
  }

  @Override
  public void acknowledge(Collection<? extends Delivery> deliveries) {
    deliveries.forEach(Delivery::acknowledge);
  }

  @Override
  public Optional<Reception> reception() {
    return Optional.of(decoder.reception());
  }

  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    dispatcher.close();
    try {
      socket.close();
      LockSupport.unpark(deliverer);
      if (!isOwnThread()) {
        receiver.join(CLOSE_MILLIS);
        deliverer.join(CLOSE_MILLIS);
      }
    } catch (IOException e) {
      LOG.debug("closing the socket of {}", group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onClosed.accept(this);
  }

  /** Whether the threads cannot end before this call does: they run the caller, or wait for it. */
  private boolean isOwnThread() {
    Thread current = Thread.currentThread();
    return current == receiver || current == deliverer || dispatcher.isHandling();
  }

  private void receive() {
    while (!closing.get()) {
      try {
        socket.receive(this::take);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (isUp) {
          isUp = false;
          brokenSinceNanos = System.nanoTime();
          connectOptions.listener().lost("subscription", group.fault("cannot listen to", e));
        }
        LockSupport.parkNanos(this, FAULT_PAUSE_NANOS);
      }
    }
  }

  private void take(ByteBuffer datagram) {
    if (!isUp) {
      isUp = true;
      connectOptions
          .listener()
          .restored("subscription", Duration.ofNanos(System.nanoTime() - brokenSinceNanos));
    }
    if (filter.accepts(datagram)) {
      queue.offer(datagram);
    }
  }

  private void deliver() {
    long sweepAtNanos = System.nanoTime() + IDLE_NANOS;
    while (!closing.get()) {
      int length = queue.await(IDLE_NANOS);
      long nowNanos = System.nanoTime();
      if (length >= 0) {
        try {
          decoder.decode(queue.array(), queue.offset(), length, nowNanos);
        } finally {
          queue.release();
        }
      }
      if (nowNanos - sweepAtNanos >= 0) {
        decoder.giveUpOld(nowNanos);
        sweepAtNanos = nowNanos + IDLE_NANOS;
      }
    }
  }

  private final class Deliveries implements DatagramDecoder.Sink {

    /** Runs the handler once there is room in the prefetch. */
    @Override
    public void deliver(BoardName board, Message message, String publisher, long number) {
      try {
        while (!prefetch.acquire(message.body().length, IDLE_NANOS)) {
          if (closing.get()) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      dispatcher.dispatch(new MulticastDelivery(board, message, publisher, number, prefetch));
    }

    @Override
    public void lost(LostMessages lost) {
      dispatcher.lost(lost);
    }
  }
}
