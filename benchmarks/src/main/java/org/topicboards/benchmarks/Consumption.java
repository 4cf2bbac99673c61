package org.topicboards.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts the messages that a consumer has handled, and looks at them so that no compiler may leave
 * out reading them. {@code handled} is for one thread, {@code speed} for another.
 */
final class Consumption {

  private static final long TIMEOUT_MINUTES = 10;

  private final Load load;
  private final CompletableFuture<Speed> speed = new CompletableFuture<>();
  private Stopwatch stopwatch = new Stopwatch();
  private int count;
  private long bytesSeen;
  private long charactersSeen;

  Consumption(Load load) {
    this.load = load;
  }

  /** Takes what every application reads of a message; true for the last one. */
  boolean handled(String board, String id, String source, String type, byte[] body) {
    charactersSeen += board.length() + id.length() + source.length() + type.length();
    return handled(body);
  }

  /** Takes a body and nothing else; true for the last one. */
  boolean handled(byte[] body) {
    bytesSeen += body.length;
    count++;
    if (count == load.warmUpMessages()) {
      stopwatch = new Stopwatch();
    }
    if (count < load.total()) {
      return false;
    }
    Speed measured = stopwatch.speed(load.messages());
    if (bytesSeen + charactersSeen < load.totalBodyBytes()) {
      speed.completeExceptionally(new IOException("the bodies are too short"));
    }
    speed.complete(measured);
    return true;
  }

  /** Waits for the last message. */
  Speed speed() throws IOException, InterruptedException {
    try {
      return speed.get(TIMEOUT_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("not all messages came within " + TIMEOUT_MINUTES + " min", e);
    }
  }
}
