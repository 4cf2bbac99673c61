package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.TrafficListener;
import java.time.Instant;

/**
 * Bounds a subscription's prefetch in bytes, which AMQP 0-9-1 as RabbitMQ speaks it cannot: while
 * too much is unacknowledged, the connection's reading thread waits here, so that TCP holds the
 * broker back. One budget for each connection, which carries nothing but the subscription.
 */
final class ByteBudget implements TrafficListener {

  private final long maxBytes;
  private long heldBytes;
  private long deliveriesRead;
  private volatile long lastReadMillis = System.currentTimeMillis();
  private boolean open;

  ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes the bytes of a delivery, waiting for room; a body larger than all of it comes alone. */
  @Override
  public void read(Command inbound) {
    lastReadMillis = System.currentTimeMillis();
    if (inbound.getMethod() instanceof AMQP.Basic.Deliver) {
      take(inbound.getContentBody().length);
    }
  }

  @Override
  public void write(Command outbound) {}

  /** When the broker last sent anything but a heartbeat. */
  Instant lastRead() {
    return Instant.ofEpochMilli(lastReadMillis);
  }

  private synchronized void take(int bytes) {
    while (!open && heldBytes > 0 && heldBytes + bytes > maxBytes) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    heldBytes += bytes;
    deliveriesRead++;
  }

  /** How many deliveries have been read from the connection so far. */
  synchronized long deliveriesRead() {
    return deliveriesRead;
  }

  /** Gives back the bytes of settled deliveries. */
  synchronized void release(long bytes) {
    heldBytes -= bytes;
    notifyAll();
  }

  /** Lets everything through, so that the connection can end. */
  synchronized void open() {
    open = true;
    notifyAll();
  }
}
