package org.topicboards.broker.spi;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A delivery as an adapter makes it and {@link DeliveryDispatcher} runs it. An adapter says how it
 * is acknowledged on the transport; all else is the same everywhere.
 *
 * <p>To its handler it is the first attempt; each later attempt is an object of its own, so that a
 * handler that settles an attempt too late, after it failed, does not settle the next.
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
    acknowledge(settled, attempt);
  }

  @Override
  public final void retry(String reason) {
    retry(settled, attempt, reason);
  }

  final boolean isMisaddressed() {
    return board == null;
  }

  /** Makes this the first attempt of this process; returns what its handler is to see. */
  final InboundDelivery first(DeliveryDispatcher runningDispatcher, int startedAttempt) {
    dispatcher = runningDispatcher;
    attempt = startedAttempt;
    return this;
  }

  /** Another attempt, after one has failed: what its handler is to see. */
  final Again again(int startedAttempt) {
    return new Again(startedAttempt);
  }

  private void acknowledge(AtomicBoolean settledAttempt, int acknowledgedAttempt) {
    if (settledAttempt.compareAndSet(false, true)) {
      if (acknowledgedAttempt > 1) {
        started().forget(this);
      }
      acknowledgeOnTransport();
      if (dispatcher != null) {
        dispatcher.acknowledged(this);
      }
    }
  }

  private void retry(AtomicBoolean settledAttempt, int failedAttempt, String reason) {
    if (settledAttempt.compareAndSet(false, true)) {
      started().failed(this, failedAttempt, reason);
    }
  }

  private DeliveryDispatcher started() {
    if (dispatcher == null) {
      throw new IllegalStateException("the delivery was not dispatched");
    }
    return dispatcher;
  }

  /** An attempt that is not the first. */
  final class Again implements Delivery, MisaddressedDelivery {

    private final int number;
    private final AtomicBoolean settledAgain = new AtomicBoolean();

    private Again(int number) {
      this.number = number;
    }

    @Override
    public BoardName board() {
      return InboundDelivery.this.board();
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public Optional<PublisherPlace> place() {
      return InboundDelivery.this.place();
    }

    @Override
    public int attempt() {
      return number;
    }

    @Override
    public boolean isRedelivered() {
      return true;
    }

    @Override
    public void acknowledge() {
      InboundDelivery.this.acknowledge(settledAgain, number);
    }

    @Override
    public void retry(String reason) {
      InboundDelivery.this.retry(settledAgain, number, reason);
    }
  }
}
