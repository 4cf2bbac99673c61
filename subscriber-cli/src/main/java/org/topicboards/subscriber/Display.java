package org.topicboards.subscriber;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Subscription;
import org.topicboards.command.Shell;

/** Writes what an inbox gets to standard output, then acknowledges it. */
final class Display {

  /** How often to look whether the end is reached while nothing comes. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Inbox inbox;
  private final Subscription subscription;
  private final OutputStream out;

  Display(Inbox inbox, Subscription subscription, OutputStream out) {
    this.inbox = inbox;
    this.subscription = subscription;
    this.out = out;
  }

  /**
   * Shows messages until the inbox is closed, the time has run out, the queue is empty or the
   * reader of the output has gone.
   *
   * @param queue asked while nothing comes whether that is the end, or null for no end
   */
  End show(Duration timeout, @Nullable Backlog queue) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    boolean isQueueEmpty = false;
    while (true) {
      long leftNanos = timeout.toNanos() - (System.nanoTime() - startNanos);
      Inbox.Batch batch = inbox.take(queue == null ? leftNanos : Math.min(leftNanos, LOOK_NANOS));
      if (!batch.isEmpty()) {
        if (!write(batch)) {
          return End.READER_GONE;
        }
        subscription.acknowledge(batch.deliveries());
      } else if (inbox.state().isClosed()) {
        return End.COMPLETE;
      } else if (leftNanos <= 0) {
        return End.TIMED_OUT;
      } else if (isQueueEmpty) {
        return End.COMPLETE; // and nothing was still on its way from there
      } else if (queue != null) {
        isQueueEmpty = queue.isGone();
      }
    }
  }

  /** Whether there is still somebody who reads. */
  private boolean write(Inbox.Batch batch) throws IOException {
    try {
      batch.text().writeTo(out);
      out.flush();
      return true;
    } catch (IOException e) {
      if (Shell.isReaderGone(e)) {
        return false;
      }
      throw new IOException("standard output cannot be written: " + e.getMessage(), e);
    }
  }

  /** How a show ended. */
  enum End {
    /** Everything that was asked for has been shown. */
    COMPLETE,
    /** The time ran out before. */
    TIMED_OUT,
    /** Nobody reads standard output any more, as after {@code | head -1}. */
    READER_GONE,
  }
}
