package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectionListener;

/**
 * Sees whether Kafka's clients are connected. They reconnect by themselves and tell nobody, so what
 * is watched is the number of their connections. A client counts as connected until it has been
 * without one for two looks in a row, {@value #LOOK_EVERY_MILLIS} ms apart. Thread-safe.
 */
final class ConnectionWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final int LOOKS_UNTIL_LOST = 2;

  private final String shownUri;
  private final ConnectionListener listener;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();

  ConnectionWatch(String shownUri, ConnectionListener listener, ScheduledExecutorService timer) {
    this.shownUri = shownUri;
    this.listener = listener;
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Watches a client from now on.
   *
   * @param purpose as the listener is told
   * @param metrics the client's own
   */
  Watched watch(String purpose, Collection<? extends Metric> metrics) {
    Metric connections =
        metrics.stream()
            .filter(metric -> metric.metricName().name().equals("connection-count"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a client counts its connections"));
    Watched added = new Watched(purpose, connections);
    watched.add(added);
    return added;
  }

  /** Whether every client is connected, as of the last look. */
  boolean allUp() {
    return watched.stream().allMatch(Watched::isUp);
  }

  private void look() {
    watched.forEach(Watched::look);
  }

  /** One client. */
  final class Watched {
    private final String purpose;
    private final Metric connections;
    private int looksWithout;
    private boolean everConnected;
    private volatile boolean up = true;
    private long lostAtNanos;

    private Watched(String purpose, Metric connections) {
      this.purpose = purpose;
      this.connections = connections;
    }

    boolean isUp() {
      return up;
    }

    /** Ends the watching, before the client is closed. */
    void end() {
      watched.remove(this);
    }

    private void look() {
      boolean connected =
          connections.metricValue() instanceof Number number && number.doubleValue() > 0;
      everConnected |= connected;
      looksWithout = connected ? 0 : looksWithout + 1;
      if (connected && !up) {
        up = true;
        Duration downtime = Duration.ofNanos(System.nanoTime() - lostAtNanos);
        LOG.info("{}: connected again after {} ms", purpose, downtime.toMillis());
        listener.restored(purpose, downtime);
      } else if (up && everConnected && looksWithout >= LOOKS_UNTIL_LOST) {
        up = false;
        lostAtNanos = System.nanoTime();
        LOG.warn("{}: connection lost: no broker of {} answers", purpose, shownUri);
        listener.lost(
            purpose, new BrokerUnavailableException("no broker of " + shownUri + " answers"));
      }
    }
  }
}
