package org.topicboards.broker.multicast;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.broker.PublisherOptions;
import org.topicboards.broker.spi.PublishBounds;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One session of the group. Messages are written straight into the next datagram by whoever posts
 * them; it goes out when it is full, at once if nothing went out lately, else after a short linger.
 * All messages of a datagram share one stage, so that posting allocates nothing for each.
 *
 * <p>The rate is kept by making whoever sends wait, which is the back-pressure.
 */
final class MulticastPublisher implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(MulticastPublisher.class);

  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long ANNOUNCEMENT_MILLIS = 250;

  /** So many announcements follow the last message quickly; then one in so many ticks is made. */
  private static final int QUICK_ANNOUNCEMENTS = 8;

  /** The first and the last word of a session are said so many times, as any may be lost. */
  private static final int REPEATED_ANNOUNCEMENTS = 3;

  private static final long REPEAT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final CompletionStage<PublishReceipt> HANDED_OVER =
      CompletableFuture.completedStage(PublishReceipt.ROUTED);

  private final MulticastGroup group;
  private final DatagramSender sender;
  private final PublisherOptions options;
  private final PublishBounds bounds;
  private final ScheduledExecutorService timer;
  private final Consumer<MulticastPublisher> onClosed;
  private final ScheduledFuture<?> announcer;
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Packet packet;
  private final int payloadBytes;
  private @Nullable CompletableFuture<PublishReceipt> handover;
  private CompletionStage<PublishReceipt> shared = HANDED_OVER;
  private long messageNumber;
  private long datagramNumber;
  private long sentAtNanos = System.nanoTime() - LINGER_NANOS;
  private boolean isLingering;
  private int ticksSinceMessage;
  private boolean closed;

  MulticastPublisher(
      MulticastGroup group,
      long prefix,
      long session,
      DatagramSender sender,
      PublisherOptions options,
      PublishBounds bounds,
      ScheduledExecutorService timer,
      Consumer<MulticastPublisher> onClosed) {
    this.group = group;
    this.sender = sender;
    this.options = options;
    this.bounds = bounds;
    this.timer = timer;
    this.onClosed = onClosed;
    this.packet = new Packet(group.mtuBytes(), prefix, session, group.key());
    this.payloadBytes = Packet.payloadBytes(group.mtuBytes(), group.key() != null);
    lock.lock();
    try {
      announceRepeatedly(0);
    } finally {
      lock.unlock();
    }
    this.announcer =
        timer.scheduleWithFixedDelay(
            this::tick, ANNOUNCEMENT_MILLIS, ANNOUNCEMENT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
    BrokerException fault = bounds.check(board, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(fault);
    }
    if (closing.get()) {
      return CompletableFuture.failedFuture(closedException());
    }
    try {
      if (!lock.tryLock() && !lock.tryLock(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        return CompletableFuture.failedFuture(
            new BrokerTimeoutException(
                "message "
                    + message.id()
                    + " to board "
                    + board
                    + " found no turn in "
                    + options.timeout().toSeconds()
                    + " s (the rate of the group, or the network, is too slow for what is posted)"));
      }
      try {
        return closed ? CompletableFuture.failedFuture(closedException()) : send(board, message);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new BrokerClosedException(
              "interrupted while message " + message.id() + " waited for its turn", e));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(group.fault("cannot send to", e));
    }
  }

  private CompletionStage<PublishReceipt> send(BoardName board, Message message)
      throws InterruptedException, IOException {
    long bytes = MessageEncoder.maxBytes(board, message) + (long) message.body().length;
    if (bytes > payloadBytes - Frame.RECORD_LENGTH_BYTES) {
      while (packet.messages() > 0) {
        sendPacket();
      }
      sendFragments(new EncodedMessage(board, message));
      return HANDED_OVER;
    }
    while (packet.messages() > 0 && !packet.hasRoomFor((int) bytes)) {
      sendPacket();
    }
    if (packet.messages() == 0) {
      packet.begin(Frame.KIND_MESSAGES, messageNumber + 1);
    }
    packet.add(board, message);
    messageNumber++;
    ticksSinceMessage = 0;
    if (packet.isFull() || System.nanoTime() - sentAtNanos >= LINGER_NANOS) {
      return sendPacket();
    }
    if (!isLingering) {
      isLingering = true;
      lingerOn();
    }
    return shared();
  }

  /** What tells of the packet that is being filled, to all who have messages in it. */
  private CompletionStage<PublishReceipt> shared() {
    if (handover == null) {
      handover = new CompletableFuture<>();
      shared = handover.minimalCompletionStage();
    }
    return shared;
  }

  private void sendFragments(EncodedMessage message) throws InterruptedException, IOException {
    int room = payloadBytes - Frame.FRAGMENT_HEADER_BYTES;
    int count = (message.bytes() + room - 1) / room;
    if (count < 2) {
      count = 2; // it would just fit, but the estimate was that it does not
    }
    // From here on the message has its number: if a fragment is not sent, it counts as lost.
    messageNumber++;
    ticksSinceMessage = 0;
    for (int index = 0; index < count; index++) {
      packet.begin(Frame.KIND_FRAGMENT, messageNumber);
      packet.addFragment(index, count, message);
      try {
        sender.pace(packet.bytes());
        handOver();
      } finally {
        packet.begin(Frame.KIND_MESSAGES, 0);
      }
    }
  }

  /** Sends what is in the packet, if there is anything, at the rate, and tells how it went. */
  private CompletionStage<PublishReceipt> sendPacket() throws InterruptedException {
    if (packet.messages() > 0) {
      sender.pace(packet.bytes());
    }
    return sendPacketNow();
  }

  /** The same without waiting. */
  private CompletionStage<PublishReceipt> sendPacketNow() {
    if (packet.messages() == 0) {
      return HANDED_OVER;
    }
    CompletableFuture<PublishReceipt> waiting = handover;
    handover = null;
    BrokerException fault = null;
    try {
      handOver();
    } catch (IOException e) {
      fault = group.fault("cannot send to", e);
    } finally {
      packet.begin(Frame.KIND_MESSAGES, 0);
    }
    // Last, since what hangs on the stage may post again from here.
    if (fault != null) {
      if (waiting != null) {
        waiting.completeExceptionally(fault);
      }
      return CompletableFuture.failedFuture(fault);
    }
    if (waiting != null) {
      waiting.complete(PublishReceipt.ROUTED);
    }
    return HANDED_OVER;
  }

  private void handOver() throws IOException {
    sender.send(packet.seal(++datagramNumber));
    sentAtNanos = System.nanoTime();
  }

  private void endLinger() {
    if (!lock.tryLock()) {
      lingerOn(); // somebody is sending
      return;
    }
    try {
      isLingering = false;
      if (packet.messages() > 0 && System.nanoTime() - sentAtNanos < LINGER_NANOS) {
        lingerOn(); // this one was begun after the linger
      } else {
        sendPacket();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void lingerOn() {
    if (!timer.isShutdown()) {
      ScheduledFuture<?> unused =
          timer.schedule(this::endLinger, LINGER_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** Tells receivers now and then which message was the last, so that they know of a lost tail. */
  private void tick() {
    if (!lock.tryLock()) {
      return; // somebody is sending: there is no tail yet
    }
    try {
      if (closed || packet.messages() > 0) {
        return;
      }
      ticksSinceMessage++;
      if (ticksSinceMessage <= QUICK_ANNOUNCEMENTS
          || ticksSinceMessage % QUICK_ANNOUNCEMENTS == 0) {
        announce();
      }
    } finally {
      lock.unlock();
    }
  }

  private void announce() {
    packet.begin(Frame.KIND_ANNOUNCEMENT, messageNumber);
    long previousNanos = sentAtNanos;
    try {
      handOver();
    } catch (IOException e) {
      LOG.debug("an announcement was not sent", e);
    } finally {
      sentAtNanos = previousNanos;
      packet.begin(Frame.KIND_MESSAGES, 0);
    }
  }

  private void announceRepeatedly(long pauseNanos) {
    for (int i = 0; i < REPEATED_ANNOUNCEMENTS; i++) {
      if (i > 0 && pauseNanos > 0) {
        LockSupport.parkNanos(this, pauseNanos);
      }
      announce();
    }
  }

  @Override
  public void flush() {
    try {
      lock.lockInterruptibly();
      try {
        sendPacket();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    boolean isFirst = !closing.getAndSet(true);
    lock.lock();
    try {
      if (!isFirst || closed) {
        return;
      }
      closed = true;
      announcer.cancel(false);
      sendPacketNow();
      announceRepeatedly(REPEAT_PAUSE_NANOS);
    } finally {
      lock.unlock();
    }
    onClosed.accept(this);
  }

  private static BrokerClosedException closedException() {
    return new BrokerClosedException("the publisher is closed");
  }
}
