package org.topicboards.broker.multicast;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The way out, shared by all publishers of a broker, which together keep to one rate. */
final class DatagramSender implements AutoCloseable {

  /** A full socket buffer empties in microseconds. */
  private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final long FULL_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final DatagramChannel channel;
  private final @Nullable TokenBucket bucket;

  /** A sender on a connected socket; {@code bytesPerSecond} 0 is without limit. */
  DatagramSender(DatagramChannel channel, long bytesPerSecond) {
    this.channel = channel;
    this.bucket = bytesPerSecond == 0 ? null : new TokenBucket(bytesPerSecond);
  }

  /** Waits until so many bytes may go. */
  void pace(int bytes) throws InterruptedException {
    if (bucket != null) {
      bucket.take(bytes);
    }
  }

  /** Hands a datagram to the network. */
  void send(ByteBuffer datagram) throws IOException {
    if (channel.write(datagram) > 0) {
      return;
    }
    long deadlineNanos = System.nanoTime() + FULL_TIMEOUT_NANOS;
    while (channel.write(datagram) == 0) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IOException("the network takes nothing");
      }
      LockSupport.parkNanos(this, FULL_PAUSE_NANOS);
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
