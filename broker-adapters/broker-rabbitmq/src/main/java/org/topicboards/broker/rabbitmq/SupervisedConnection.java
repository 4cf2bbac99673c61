package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.TrafficListener;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.ConnectOptions;

/**
 * One AMQP connection that is brought back whenever it is lost, until it is closed. What hangs on
 * it is set up again by its {@link User}, always on this connection's own maintenance thread.
 *
 * <p>amqp-client's automatic recovery is not used: it neither re-sends what was unconfirmed nor
 * tells an ephemeral subscription that it missed something.
 */
final class SupervisedConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedConnection.class);

  private static final long FIRST_DELAY_MILLIS = 50;
  private static final long LONGEST_DELAY_MILLIS = 5_000;
  private static final int CLOSE_TIMEOUT_MILLIS = 5_000;

  /** Whoever has channels on the connection. */
  interface User {

    /** What to watch the inbound frames with on the next connection. */
    default TrafficListener trafficListener() {
      return TrafficListener.NO_OP;
    }

    /**
     * Sets up channels on a new connection; may throw what amqp-client throws, to have it retried.
     */
    void connected(Connection connection) throws IOException, TimeoutException;

    /** The connection is gone; {@link #connected} follows. Must not block. */
    default void lost(BrokerException cause) {}
  }

  private final RabbitMqSettings settings;
  private final ConnectOptions options;
  private final String purpose;
  private final User user;
  private final ExceptionTranslator translator;
  private final ScheduledExecutorService maintenance;
  private final ScheduledExecutorService timer;
  private final ExecutorService deliveries;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Socket socket;
  private volatile @Nullable String blockedReason;
  private volatile boolean closed;
  private long lostAtNanos;

  SupervisedConnection(
      RabbitMqSettings settings, ConnectOptions options, String purpose, User user) {
    this.settings = settings;
    this.options = options;
    this.purpose = purpose;
    this.user = user;
    this.translator = new ExceptionTranslator(settings);
    this.maintenance = Executors.newSingleThreadScheduledExecutor(daemons("amqp upkeep "));
    this.timer = Executors.newSingleThreadScheduledExecutor(daemons("amqp timer "));
    this.deliveries = Executors.newSingleThreadExecutor(daemons("amqp delivery "));
  }

  /** The first connection, made on the caller's thread so that its failure is the caller's. */
  void open() {
    try {
      connectOnce();
    } catch (IOException | TimeoutException | RuntimeException e) {
      BrokerException failure = translator.translateConnecting(e);
      close();
      throw failure;
    }
  }

  /** The connection, or null while it is lost. */
  @Nullable Connection current() {
    return connection;
  }

  boolean isUp() {
    return connection != null;
  }

  /** Why the broker blocks publishers at the moment, or null where it does not. */
  @Nullable String blockedReason() {
    return blockedReason;
  }

  /** The thread that sets up channels, for work that must not run beside that. */
  ScheduledExecutorService maintenance() {
    return maintenance;
  }

  /**
   * Does something on the maintenance thread, so that no reconnecting goes on beside it, and waits
   * for it; at most as long as connecting may take.
   */
  <T> T onMaintenance(String doing, Callable<T> task) {
    try {
      return maintenance
          .submit(task)
          .get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw translator.translate(doing, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw translator.translate(doing, e);
    } catch (RejectedExecutionException e) {
      throw new BrokerClosedException("the broker is closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerTimeoutException("interrupted: cannot " + doing, e);
    }
  }

  /** For what must be on time even while a connection attempt hangs. */
  ScheduledExecutorService timer() {
    return timer;
  }

  ExceptionTranslator translator() {
    return translator;
  }

  /**
   * Gives up the present connection, so that a new one is made. Does not block: it closes the
   * socket, because an orderly close would wait behind a write that the broker does not read.
   */
  void reset() {
    Socket current = socket;
    if (current == null) {
      return;
    }
    try {
      current.close();
    } catch (IOException e) {
      LOG.debug("{}: the socket was closed already", purpose, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection current = connection;
    connection = null;
    maintenance.shutdownNow();
    timer.shutdownNow();
    if (current != null) {
      current.abort(CLOSE_TIMEOUT_MILLIS);
    }
    deliveries.shutdown();
  }

  private void connectOnce() throws IOException, TimeoutException {
    ConnectionFactory factory = settings.connectionFactory(options);
    factory.setTrafficListener(user.trafficListener());
    factory.setSocketConfigurator(
        SocketConfigurators.defaultConfigurator().andThen(configured -> socket = configured));
    Connection opened =
        factory.newConnection(
            deliveries, settings.addresses(), options.clientName() + " " + purpose);
    try {
      blockedReason = null;
      opened.addBlockedListener(new Alarm());
      user.connected(opened);
      connection = opened;
      opened.addShutdownListener(cause -> lost(opened, cause));
    } catch (IOException | TimeoutException | RuntimeException e) {
      opened.abort(CLOSE_TIMEOUT_MILLIS);
      throw e;
    }
    if (closed) {
      opened.abort(CLOSE_TIMEOUT_MILLIS);
    }
  }

  private void lost(Connection gone, ShutdownSignalException cause) {
    if (closed || connection != gone) {
      return;
    }
    connection = null;
    lostAtNanos = System.nanoTime();
    BrokerException failure = translator.translate("stay connected", cause);
    LOG.warn("{}: connection lost: {}", purpose, failure.getMessage());
    user.lost(failure);
    options.listener().lost(purpose, failure);
    reconnectAfter(0, FIRST_DELAY_MILLIS);
  }

  private void reconnectAfter(long delayMillis, long nextDelayMillis) {
    try {
      Future<?> unused =
          maintenance.schedule(
              () -> reconnect(nextDelayMillis), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: closed while reconnecting", purpose);
    }
  }

  private void reconnect(long nextDelayMillis) {
    if (closed) {
      return;
    }
    try {
      connectOnce();
      Duration downtime = Duration.ofNanos(System.nanoTime() - lostAtNanos);
      LOG.info("{}: connected again after {} ms", purpose, downtime.toMillis());
      options.listener().restored(purpose, downtime);
    } catch (IOException | TimeoutException | RuntimeException e) {
      LOG.debug("{}: {}", purpose, translator.translate("reconnect", e).getMessage());
      long jitterMillis = ThreadLocalRandom.current().nextLong(nextDelayMillis / 2 + 1);
      reconnectAfter(
          nextDelayMillis / 2 + jitterMillis, Math.min(nextDelayMillis * 2, LONGEST_DELAY_MILLIS));
    }
  }

  private ThreadFactory daemons(String name) {
    return runnable -> {
      Thread thread = new Thread(runnable, name + purpose);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** RabbitMQ's resource alarm: the broker reads nothing more from connections that publish. */
  private final class Alarm implements BlockedListener {
    @Override
    public void handleBlocked(String reason) {
      blockedReason = reason;
      LOG.warn("{}: the broker blocks publishers: {}", purpose, reason);
    }

    @Override
    public void handleUnblocked() {
      blockedReason = null;
      LOG.info("{}: the broker takes messages again", purpose);
    }
  }
}
