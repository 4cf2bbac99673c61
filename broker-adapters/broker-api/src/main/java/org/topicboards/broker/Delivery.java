package org.topicboards.broker;

import java.util.Optional;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * One message on its way to one subscription. Thread-safe: it may be settled from any thread, in
 * any order, after the handler has returned too.
 *
 * <p>Settled once, by {@link #acknowledge} or {@link #retry}; whatever is called after that has no
 * effect. A delivery whose connection was lost meanwhile cannot be acknowledged any more: the call
 * has no effect and the message comes again.
 */
public interface Delivery {

  /** The board it was posted to. */
  BoardName board();

  /** The message. */
  Message message();

  /** 1 for the first attempt by this process, one more after each failure. */
  int attempt();

  /** Whether the transport or this adapter may have delivered it before. */
  boolean isRedelivered();

  /** Its place among what its publisher sent, on transports that count what they lose. */
  default Optional<PublisherPlace> place() {
    return Optional.empty();
  }

  /** Says that the work is done and durable. Does not block on the broker. */
  void acknowledge();

  /**
   * Says that the work failed: the message comes again after a back-off, or goes to the dead-letter
   * board when its attempts are used up. The same as throwing from the handler. Does not block.
   *
   * @param reason one line for the dead letter's headers and the log
   */
  void retry(String reason);
}
