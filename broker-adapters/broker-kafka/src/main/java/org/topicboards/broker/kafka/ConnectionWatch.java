package org.topicboards.broker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.ConnectionListener;

/**
 * Sees whether Kafka's clients are connected. They reconnect by themselves and tell nobody, so what
 * is watched, every {@value #LOOK_EVERY_MILLIS} ms, is their own metrics: a client has lost its
 * connections when it has none and nobody listens where the URI says, or when it has had none for
 * {@value #LONGEST_WITHOUT_MILLIS} ms and the cluster does not answer others either. A client that
 * has nothing to do may be without, behind a proxy that ends idle connections. It has them back
 * when the broker has sent something. Thread-safe.
 */
final class ConnectionWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final long LONGEST_WITHOUT_MILLIS = 3_000;
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(300);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final Function<Duration, CompletableFuture<Boolean>> cluster;
  private final ConnectionListener listener;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();

  /**
   * A watch.
   *
   * @param cluster finds out whether the cluster answers within a time, without blocking
   */
  ConnectionWatch(
      KafkaSettings settings,
      Function<Duration, CompletableFuture<Boolean>> cluster,
      ConnectionListener listener,
      ScheduledExecutorService timer) {
    this.settings = settings;
    this.cluster = cluster;
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
    Watched added = new Watched(purpose, metrics);
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
    private final Metric connectionsMade;
    private final Metric bytesReceived;
    private volatile boolean up = true;
    private long lastConnectedNanos = System.nanoTime();
    private double bytesReceivedWhenLost;
    private @Nullable CompletableFuture<Boolean> answer;

    private Watched(String purpose, Collection<? extends Metric> metrics) {
      this.purpose = purpose;
      this.connections = find("connection-count", metrics);
      this.connectionsMade = find("connection-creation-total", metrics);
      this.bytesReceived = find("incoming-byte-total", metrics);
    }

    boolean isUp() {
      return up;
    }

    /** Ends the watching, before the client is closed. */
    void end() {
      watched.remove(this);
    }

    private void look() {
      boolean connected = value(connections) > 0;
      if (up && connected) {
        lastConnectedNanos = System.nanoTime();
      } else if (up && value(connectionsMade) > 0 && isLost()) {
        up = false;
        bytesReceivedWhenLost = value(bytesReceived);
        LOG.warn("{}: connection lost: no broker of {} answers", purpose, settings.shownUri());
        listener.lost(
            purpose,
            new BrokerUnavailableException("no broker of " + settings.shownUri() + " answers"));
      } else if (!up && connected && value(bytesReceived) > bytesReceivedWhenLost) {
        up = true;
        Duration downtime = Duration.ofNanos(System.nanoTime() - lastConnectedNanos);
        LOG.info("{}: connected again after {} ms", purpose, downtime.toMillis());
        listener.restored(purpose, downtime);
      }
    }

    private boolean isLost() {
      long withoutMillis = (System.nanoTime() - lastConnectedNanos) / 1_000_000;
      if (withoutMillis < LONGEST_WITHOUT_MILLIS) {
        return !Reachability.isSomebodyThere(settings, PROBE_TIMEOUT);
      }
      CompletableFuture<Boolean> asked = answer == null ? cluster.apply(ANSWER_TIMEOUT) : answer;
      answer = asked.isDone() ? null : asked;
      if (!asked.isDone()) {
        return false;
      }
      boolean answered = asked.getNow(false);
      if (answered) {
        lastConnectedNanos = System.nanoTime(); // as good as connected: it will be when it asks
      }
      return !answered;
    }

    private static double value(Metric metric) {
      return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }

    /** The client's total, not that of one node. */
    private static Metric find(String name, Collection<? extends Metric> metrics) {
      return metrics.stream()
          .filter(metric -> metric.metricName().name().equals(name))
          .filter(metric -> !metric.metricName().tags().containsKey("node-id"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Kafka's clients have the metric " + name));
    }
  }
}
