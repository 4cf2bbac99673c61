package org.topicboards.requests;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.topicboards.broker.Delivery;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/**
 * A message on its way to a handler that the archive has, or has soon. To acknowledge it makes room
 * for others; it stays in the archive. Thread-safe.
 */
public final class HistoryDelivery implements Delivery {

  private final HistoryMessage archived;
  private final int attempt;
  private final Settling settling;
  private final AtomicBoolean settled = new AtomicBoolean();

  HistoryDelivery(HistoryMessage archived, int attempt, Settling settling) {
    this.archived = archived;
    this.attempt = attempt;
    this.settling = settling;
  }

  /** What becomes of it. */
  interface Settling {
    void acknowledged(HistoryDelivery delivery);

    void failed(HistoryDelivery delivery, String reason);
  }

  /** Its place on the board, from 1; 0 if it came live ({@link RepairedSubscription}). */
  public long sequence() {
    return archived.sequence();
  }

  /** When the board service stored it, by the service's clock; if it came live, when it came. */
  public Instant archived() {
    return archived.archived();
  }

  @Override
  public BoardName board() {
    return archived.board();
  }

  @Override
  public Message message() {
    return archived.message();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public boolean isRedelivered() {
    return attempt > 1;
  }

  @Override
  public void acknowledge() {
    if (settled.compareAndSet(false, true)) {
      settling.acknowledged(this);
    }
  }

  /**
   * Says that the work failed: the message comes again after a back-off, until its attempts are
   * used up. It is then given up with a warning in the log, because it stays in the archive.
   */
  @Override
  public void retry(String reason) {
    if (settled.compareAndSet(false, true)) {
      settling.failed(this, reason);
    }
  }

  /** What is delivered. */
  HistoryMessage archivedMessage() {
    return archived;
  }

  /** The same once more. */
  HistoryDelivery again() {
    return new HistoryDelivery(archived, attempt + 1, settling);
  }
}
