package org.topicboards.system.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Broker;
import org.topicboards.broker.BrokerException;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;
import org.topicboards.requests.HistoryMessage;
import org.topicboards.requests.HistoryQuery;
import org.topicboards.requests.RequestClient;
import org.topicboards.requests.RequestRefusedException;

/** One of many who ask for everything, on a thread of its own. */
final class CrowdClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long STACK_BYTES = 256 << 10;

  private final RequestClient client;
  private final HistoryQuery query;
  private final int expected;
  private final Thread thread;
  private final CountDownLatch asking;
  private final Map<BoardName, Long> sequences = new HashMap<>();
  private int messages;
  private @Nullable String fault;
  private volatile long doneNanos;
  private volatile boolean done;

  /**
   * Gets ready to ask.
   *
   * @param broker which it shares with others
   * @param board the pattern that it asks for
   * @param expected how many messages there are
   * @param asking counted down when everybody is to ask
   */
  CrowdClient(Broker broker, String name, String board, int expected, CountDownLatch asking) {
    this.client = RequestClient.open(broker, name, PATIENCE);
    this.query = HistoryQuery.of(List.of(BoardPattern.of(board)), new HistoryQuery.Start.All());
    this.expected = expected;
    this.asking = asking;
    this.thread = new Thread(null, this::run, name, STACK_BYTES);
    thread.start();
  }

  /** Whether it has its answer, or none. */
  boolean isDone() {
    return done;
  }

  /** When it was done, by {@link System#nanoTime}. */
  long doneNanos() {
    return doneNanos;
  }

  /** What was wrong with its answer; for after it is done. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() {
    thread.interrupt();
    client.close();
  }

  private void run() {
    try {
      asking.await();
      client.read(query, this::take);
      if (messages != expected) {
        fault = thread.getName() + " got " + messages + " of " + expected;
      }
    } catch (InterruptedException | BrokerException | RequestRefusedException e) {
      fault = thread.getName() + ": " + e.getMessage();
    } finally {
      doneNanos = System.nanoTime();
      done = true;
    }
  }

  private boolean take(HistoryMessage message) {
    messages++;
    Long last = sequences.put(message.board(), message.sequence());
    if (message.sequence() != (last == null ? 1 : last + 1)) {
      fault = "%s got %d after %d".formatted(thread.getName(), message.sequence(), last);
    }
    return true;
  }
}
