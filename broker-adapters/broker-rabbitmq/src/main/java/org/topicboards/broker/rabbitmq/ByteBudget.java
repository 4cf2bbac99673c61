package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.TrafficListener;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds a subscription's prefetch in bytes, which AMQP 0-9-1 as RabbitMQ speaks it cannot: while
 * too much is unacknowledged, the connection's reading thread waits here, so that TCP holds the
 * broker back. One budget for each connection, which carries nothing but the subscription.
 */
final class ByteBudget implements TrafficListener {

  private final long maxBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private volatile long lastReadMillis = System.currentTimeMillis();
  private volatile boolean readerWaits;
  private volatile boolean open;

  ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes the bytes of a delivery, waiting for room; a body larger than all of it comes alone. */
  @Override
  public void read(Command inbound) {
    lastReadMillis = System.currentTimeMillis();
    if (inbound.getMethod() instanceof AMQP.Basic.Deliver) {
      int bytes = inbound.getContentBody().length;
      if (heldBytes.addAndGet(bytes) > maxBytes) {
        awaitRoom(bytes);
      }
    }
  }

  @Override
  public void write(Command outbound) {}

  /** When the broker last sent anything but a heartbeat. */
  Instant lastRead() {
    return Instant.ofEpochMilli(lastReadMillis);
  }

  /** Waits until all fits, or until only the {@code bytes} taken last are held. */
  private synchronized void awaitRoom(int bytes) {
    readerWaits = true; // before the first look, so that no release is missed
    try {
      while (!open && heldBytes.get() > maxBytes && heldBytes.get() > bytes) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readerWaits = false;
    }
  }

  /** Whether so many bytes are a good part of the budget, which nobody should hold for long. */
  boolean isShortOf(long bytes) {
    return readerWaits || bytes > maxBytes / 4;
  }

  /** Gives back the bytes of settled deliveries. */
  void release(long bytes) {
    heldBytes.addAndGet(-bytes);
    if (readerWaits) {
      wake();
    }
  }

  /** Lets everything through, so that the connection can end. */
  void open() {
    open = true;
    wake();
  }

  private synchronized void wake() {
    notifyAll();
  }
}
