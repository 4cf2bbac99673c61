package org.topicboards.broker;

import java.util.concurrent.CompletionStage;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * Posts messages. Thread-safe; messages that one thread posts to one board keep their order.
 *
 * <p>A window bounds what is posted and not yet acknowledged by the broker, in messages and in
 * bytes ({@link PublisherOptions}): {@link #publish} blocks while it is full. Over a lost
 * connection everything unacknowledged is sent again, in order, with the same ids.
 */
public interface Publisher extends AutoCloseable {

  /**
   * Posts a message. Returns as soon as the message has a place in the window, which can take up to
   * {@link PublisherOptions#timeout} while the broker is slow, blocked or away.
   *
   * <p>The stage completes when the transport gives its strongest acknowledgement, or exceptionally
   * with:
   *
   * <ul>
   *   <li>{@link PublishFailedException}: this message breaks a bound or was refused by the broker,
   *   <li>{@link AccessRefusedException}: this client may not post to the board,
   *   <li>{@link BrokerUnavailableException}: the broker was away for the whole timeout,
   *   <li>{@link BrokerTimeoutException}: the broker did not acknowledge in time, or blocks its
   *       publishers,
   *   <li>{@link BrokerClosedException}: the publisher was closed before.
   * </ul>
   *
   * After the last three the message may still have been taken; posting it again must use the same
   * id. The stage may complete on a thread of the adapter, so what hangs on it must not block.
   * Never throws for a reason that concerns the message or the broker.
   */
  CompletionStage<PublishReceipt> publish(BoardName board, Message message);

  /**
   * Waits until everything posted before is settled, one way or the other. If the thread is
   * interrupted, returns at once with the interrupt flag set.
   */
  void flush();

  /**
   * Flushes, for at most {@link PublisherOptions#closeTimeout}, and ends the publisher: what is not
   * settled by then fails. Idempotent.
   */
  @Override
  void close();
}
