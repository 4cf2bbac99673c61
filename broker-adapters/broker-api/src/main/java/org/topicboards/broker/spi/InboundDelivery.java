package org.topicboards.broker.spi;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A delivery as an adapter makes it and {@link DeliveryDispatcher} runs it. An adapter says how it
 * is acknowledged on the transport; all else is the same everywhere.
 */
public abstract class InboundDelivery implements Delivery, MisaddressedDelivery {

  private final @Nullable BoardName board;
  private final String address;
  private final Message message;
  private final boolean redelivered;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable DeliveryDispatcher dispatcher;
  private int attempt = 1;

  /**
   * A delivery that is not settled.
   *
   * @param address where it was posted; it is misaddressed if that is no board name
   * @param board the board of that name, null if there is none
   */
  protected InboundDelivery(
      String address, @Nullable BoardName board, Message message, boolean redelivered) {
    this.address = address;
    this.board = board;
    this.message = message;
    this.redelivered = redelivered;
  }

  /** Acknowledges on the transport, or does nothing if the connection it came by is gone. */
  protected abstract void acknowledgeOnTransport();

  /**
   * Whether the connection it came by is gone, so that the transport delivers the message again.
   */
  protected abstract boolean isStale();

  @Override
  public final BoardName board() {
    if (board == null) {
      throw new IllegalStateException("a misaddressed message has no board");
    }
    return board;
  }

  @Override
  public final String address() {
    return address;
  }

  @Override
  public final Message message() {
    return message;
  }

  @Override
  public final int attempt() {
    return attempt;
  }

  @Override
  public final boolean isRedelivered() {
    return redelivered || attempt > 1;
  }

  @Override
  public final void acknowledge() {
    if (settled.compareAndSet(false, true)) {
      if (attempt > 1) {
        started().forget(this);
      }
      acknowledgeOnTransport();
    }
  }

  @Override
  public final void retry(String reason) {
    if (settled.compareAndSet(false, true)) {
      started().failed(this, reason);
    }
  }

  final boolean isMisaddressed() {
    return board == null;
  }

  /** Begins an attempt; called under the dispatcher's handler lock, never twice at a time. */
  final void start(DeliveryDispatcher runningDispatcher, int startedAttempt) {
    dispatcher = runningDispatcher;
    attempt = startedAttempt;
    settled.set(false);
  }

  private DeliveryDispatcher started() {
    if (dispatcher == null) {
      throw new IllegalStateException("the delivery was not dispatched");
    }
    return dispatcher;
  }
}
