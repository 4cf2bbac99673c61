package org.topicboards.comparison.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.topicboards.message.BoardName;

/**
 * As much of a transport as a workload needs, so that an adapter and the bare client that it is
 * made of can be given the same work. Thread-safe. Its errors are {@link
 * org.topicboards.broker.BrokerException}s.
 */
public interface Transport extends AutoCloseable {

  /** A new publisher. For one thread. */
  Sender sender(String source);

  /**
   * Starts a subscriber. When this returns, every message sent afterwards to the boards is
   * received.
   *
   * @param durableName under which messages wait while it is closed; null where the transport has
   *     no such thing
   */
  Receiver receiver(@Nullable String durableName, List<BoardName> boards, Arrival arrival);

  /** Deletes a durable subscription and what waits in it. */
  void removeSubscription(String durableName);

  /** Closes what was made here, then the connections. */
  @Override
  void close();

  /** Sends messages. For one thread. */
  interface Sender extends AutoCloseable {

    /**
     * Sends a message. Blocks while too many are unacknowledged.
     *
     * @param stamp for a header of the message
     * @param settlement told on any thread, once; must not block
     */
    void send(BoardName board, String stamp, byte[] body, Settlement settlement);

    /** Waits for what was sent, for a bounded time, and ends. */
    @Override
    void close();
  }

  /** A running subscriber. */
  interface Receiver extends AutoCloseable {

    /** Acknowledges what was handled, and leaves. */
    @Override
    void close();
  }

  /** Told what became of a message that was sent. */
  @FunctionalInterface
  interface Settlement {

    /** It was acknowledged, or it failed. */
    void settled(@Nullable Throwable failure);
  }

  /** Told of every message that is received, on one thread at a time for each receiver. */
  @FunctionalInterface
  interface Arrival {

    /**
     * A message is here. It is acknowledged when this returns.
     *
     * @param stamp its header
     */
    void arrived(String stamp);
  }
}
